// The front door of the storage.
export type {
  CommitOutcome,
  OpenOutcome,
  SampleBatch,
  SampleStore,
  SeriesRef,
  StoreOptions,
  StoreStats,
} from './model.ts';
export { openStore } from './open-store.ts';
