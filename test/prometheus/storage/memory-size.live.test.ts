import { expect, test } from 'vitest';
import { manualClock } from '../../../src/prometheus/model/clock.ts';
import { labels, opened } from './support.ts';

test('a sample takes at most 16 bytes in addition to the fixed cost of its series', async () => {
  const clock = manualClock(1_700_000_000_000);
  const store = await opened({ clock });
  const series = Array.from({ length: 500 }, (_, i) => store.ref(labels('x', { id: String(i) })));
  const timestamps = new Float64Array(series.length);
  const values = new Float64Array(series.length);
  const scrape = async (times: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      timestamps.fill(clock.now());
      for (let k = 0; k < values.length; k++) values[k] = Math.sin(i * k);
      expect(store.commit({ series, timestamps, values, length: series.length })).toMatchObject({
        status: 'stored',
      });
      await clock.advance(1_000);
    }
  };
  // What a series costs when it has few samples is its fixed cost.
  await scrape(10);
  const before = process.memoryUsage();
  await scrape(4_000);
  const after = process.memoryUsage();
  const bytes = after.arrayBuffers - before.arrayBuffers;
  expect(bytes / (4_000 * series.length)).toBeLessThan(13);
  // The lists of blocks are on the heap: with them, still far from the bound.
  const blocks = (4_000 / 128) * series.length;
  expect((bytes + blocks * 3 * 8) / (4_000 * series.length)).toBeLessThan(16);
  await store.close();
});
