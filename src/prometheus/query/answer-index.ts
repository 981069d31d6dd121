// The server's side of a thread's questions: copies samples out of the store in slices, so that however much a query
// reads, a scrape or another request waits for no longer than one slice.
import type { MessagePort } from 'node:worker_threads';
import type { Labels } from '../model.ts';
import { SampleColumns, type SampleStore, type StoredSeries } from '../storage/index.ts';
import { Word, type IndexAnswer, type IndexQuestion } from './protocol.ts';

/** What is copied in one go at first: within it all of a query's selectors see the same moment. */
const FIRST_SLICE_MS = 20;
const SLICE_MS = 5;
const BATCH_SERIES = 2_000;
const BATCH_SAMPLES = 500_000;
/** A thread that was told of more series than this starts over. */
const MAX_KNOWN_SERIES = 200_000;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Series that are sent to a thread together. */
interface Batch {
  readonly series: StoredSeries[];
  readonly lengths: number[];
  readonly columns: SampleColumns;
}

export interface IndexService {
  /** Ends what is being copied for a task. */
  cancel(task: number): void;
}

/** Answers the questions of one thread. */
export function serveIndex(store: SampleStore, port: MessagePort, words: Int32Array): IndexService {
  /** The series that the thread knows the labels of, by their number. */
  const known = new Set<number>();
  let canceled = -1;

  function post(message: IndexAnswer, transfer: ArrayBuffer[] = []): void {
    port.postMessage(message, transfer);
    Atomics.add(words, Word.posted, 1);
    Atomics.notify(words, Word.posted);
  }

  function postSeries(id: number, selection: number, batch: Batch): void {
    const { series, columns } = batch;
    const ids = Float64Array.from(series, (one) => one.id);
    const lengths = Uint32Array.from(batch.lengths);
    const newAt: number[] = [];
    const newLabels: Labels['flat'][] = [];
    for (const [at, { id: number, labels }] of series.entries()) {
      if (known.has(number)) continue;
      known.add(number);
      newAt.push(at);
      newLabels.push(labels.flat);
    }
    const timestamps = columns.timestamps.slice(0, columns.length);
    const values = columns.values.slice(0, columns.length);
    const places = Uint32Array.from(newAt);
    post({ kind: 'series', id, selection, ids, newLabels, newAt: places, lengths, timestamps, values }, [
      ids.buffer,
      places.buffer,
      lengths.buffer,
      timestamps.buffer,
      values.buffer,
    ]);
    batch.series.length = 0;
    batch.lengths.length = 0;
    columns.length = 0;
  }

  async function select(question: IndexQuestion & { readonly kind: 'select' }): Promise<void> {
    const { id, task, selections, withSamples, maxSamples } = question;
    let sliceEnd = performance.now() + FIRST_SLICE_MS;
    let samples = 0;
    const columns = new SampleColumns();
    const batch: Batch = { series: [], lengths: [], columns };
    for (const [index, { matchers, minT, maxT }] of selections.entries()) {
      let before = 0;
      for (const series of store.read(matchers, minT, maxT, withSamples ? columns : undefined)) {
        const length = columns.length - before;
        before = columns.length;
        samples += length;
        if (samples > maxSamples) return post({ kind: 'too-many', id });
        batch.series.push(series);
        batch.lengths.push(length);
        const isSliceOver = batch.series.length % 128 === 0 && performance.now() > sliceEnd;
        if (!isSliceOver && batch.series.length < BATCH_SERIES && columns.length < BATCH_SAMPLES) continue;
        postSeries(id, index, batch);
        before = 0;
        if (performance.now() < sliceEnd) continue;
        await nextTurn();
        if (canceled === task) return;
        sliceEnd = performance.now() + SLICE_MS;
      }
      postSeries(id, index, batch);
    }
    const forget = known.size > MAX_KNOWN_SERIES;
    if (forget) known.clear();
    post({ kind: 'done', id, forget });
  }

  async function answer(question: IndexQuestion): Promise<void> {
    const { id, kind } = question;
    if (kind === 'select') return select(question);
    const texts =
      kind === 'names'
        ? store.labelNames([], -Infinity, Infinity)
        : store.labelValues(question.name, [], -Infinity, Infinity);
    post({ kind: 'texts', id, texts });
    post({ kind: 'done', id, forget: false });
  }

  port.on('message', (question: IndexQuestion) => void answer(question));
  return {
    cancel(task) {
      canceled = task;
      Atomics.store(words, Word.canceled, task);
      Atomics.add(words, Word.posted, 1);
      Atomics.notify(words, Word.posted);
    },
  };
}
