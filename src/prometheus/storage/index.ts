// The front door of the storage.
export { SampleColumns } from './chunks/sample-columns.ts';
export type {
  CommitOutcome,
  SampleBatch,
  SampleStore,
  SeriesRef,
  StoreOptions,
  StoredSeries,
} from './model.ts';
export { openStore } from './open-store.ts';
