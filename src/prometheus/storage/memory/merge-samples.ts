// Two runs of samples of one series as one.
import type { SeriesSamples } from '../../model/samples.ts';
import { SampleColumns, wordsOf } from '../chunks/sample-columns.ts';

/** In order of time. Of two samples at one moment the one that is there already stays. */
export function mergeSamples(present: SampleColumns, added: Omit<SeriesSamples, 'labels'>): SampleColumns {
  const merged = new SampleColumns();
  merged.reserve(present.length + added.timestamps.length);
  const { timestamps, valueWords } = merged;
  const addedWords = wordsOf(added.values);
  const take = (time: number, words: Uint32Array, index: number): void => {
    timestamps[merged.length] = time;
    valueWords[merged.length * 2] = words[index * 2] ?? 0;
    valueWords[merged.length * 2 + 1] = words[index * 2 + 1] ?? 0;
    merged.length++;
  };
  let next = 0;
  for (let i = 0; i < added.timestamps.length; i++) {
    const time = added.timestamps[i] ?? 0;
    while (next < present.length && (present.timestamps[next] ?? 0) < time)
      take(present.timestamps[next] ?? 0, present.valueWords, next++);
    if (next < present.length && present.timestamps[next] === time) continue;
    take(time, addedWords, i);
  }
  while (next < present.length) take(present.timestamps[next] ?? 0, present.valueWords, next++);
  return merged;
}
