// The front door of the storage.
export type { SampleRange } from './memory-series.ts';
export type { CommitOutcome, SampleBatch, SampleStore, SeriesRef, StoreOptions } from './model.ts';
export { openStore } from './open-store.ts';
