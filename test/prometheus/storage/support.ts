// Short ways to write samples and to read them back.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isStaleAt, Labels, writeStaleAt, type Matcher } from '../../../src/prometheus/model/samples.ts';
import {
  openStore,
  type CommitOutcome,
  type SampleStore,
  type StoreOptions,
} from '../../../src/prometheus/storage/index.ts';

export const STALE = 'stale';

export function labels(name: string, rest: Readonly<Record<string, string>> = {}): Labels {
  return Labels.from([['__name__', name], ...Object.entries(rest)]);
}

export async function opened(options: StoreOptions): Promise<SampleStore> {
  const outcome = await openStore(options);
  if (outcome.status !== 'open') throw new Error(outcome.message);
  return outcome.store;
}

export function commit(
  store: SampleStore,
  samples: readonly (readonly [labels: Labels, timestamp: number, value: number | typeof STALE])[],
): CommitOutcome {
  const values = new Float64Array(samples.length);
  for (const [i, [, , value]] of samples.entries()) {
    if (value === STALE) writeStaleAt(values, i);
    else values[i] = value;
  }
  return store.commit({
    series: samples.map(([one]) => store.ref(one)),
    timestamps: Float64Array.from(samples, ([, timestamp]) => timestamp),
    values,
    length: samples.length,
  });
}

/** Every sample in a range as `[labels, [[time, value], …]]`, in the order of the label sets. */
export function read(
  store: SampleStore,
  matchers: readonly Matcher[] = [],
  minT = -Infinity,
  maxT = Infinity,
): [Record<string, string>, [number, number | typeof STALE][]][] {
  return store
    .select(matchers, minT, maxT)
    .toSorted((a, b) => (a.labels.key < b.labels.key ? -1 : 1))
    .map((series) => [
      series.labels.toObject(),
      Array.from(series.timestamps, (timestamp, i) => [
        timestamp,
        isStaleAt(series.values, i) ? STALE : (series.values[i] ?? Number.NaN),
      ]),
    ]);
}

export function temporaryDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'ecom-lab-storage-'));
}
