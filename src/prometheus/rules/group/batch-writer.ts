// Writes what rules give to the store.
import { writeStaleAt, type Labels } from '../../model/samples.ts';
import type { SampleStore } from '../../storage/model/store.ts';
import type { BatchOutcome, RuleBatch } from '../model/batch.ts';

/** A writer to a store. Markers that are not taken are no news: another rule may have continued the series. */
export function batchWriter(store: Pick<SampleStore, 'ref' | 'commit'>): (batch: RuleBatch) => BatchOutcome {
  return ({ timeMs, samples, stale }) => {
    const values = Float64Array.from(samples, ({ value }) => value);
    const labels = samples.map((sample) => sample.labels);
    const outcome = commit(labels, timeMs, values);
    if (outcome.status === 'stored' && stale.length > 0) commit(stale, timeMs, staleMarkers(stale.length));
    return outcome;
  };

  function commit(labels: readonly Labels[], timeMs: number, values: Float64Array): BatchOutcome {
    const { length } = labels;
    if (length === 0) return { status: 'stored', outOfOrder: 0, duplicates: 0, outOfBounds: 0 };
    const timestamps = new Float64Array(length).fill(timeMs);
    return store.commit({ series: labels.map((one) => store.ref(one)), timestamps, values, length });
  }
}

function staleMarkers(length: number): Float64Array {
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) writeStaleAt(values, i);
  return values;
}
