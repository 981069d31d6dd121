// The front door of the storage.
export { ChunkList, type ChunkColumns } from './chunks/chunk-list.ts';
export { ChunkReader } from './chunks/chunk-reader.ts';
export { CellReader } from './chunks/cells.ts';
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
