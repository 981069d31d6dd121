// The public interface of the storage.
export { ChunkList, type ChunkColumns } from './chunks/list.ts';
export { ChunkReader } from './chunks/reader.ts';
export { CellReader } from './chunks/cells.ts';
export { exemplarLabels, type Exemplar, type ExemplarIndex, type ExemplarSeries } from './exemplars/model.ts';
export { ExemplarRing } from './exemplars/ring.ts';
export { SampleColumns, wordsOf } from './chunks/sample-columns.ts';
export type {
  CommitOutcome,
  InsertOutcome,
  SampleBatch,
  SampleFollower,
  SampleStore,
  SeriesRef,
  StoreOptions,
  StoredSeries,
} from './model/store.ts';
export { openStore } from './open-store.ts';
