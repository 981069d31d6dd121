// The server's side of a thread's questions: copies samples out of the store in slices, so that however much a query
// reads, a scrape or another request waits for no longer than one slice.
import type { MessagePort } from 'node:worker_threads';
import type { Labels } from '../model.ts';
import type { SampleRange, SampleStore } from '../storage/index.ts';
import { Word, type IndexAnswer, type IndexQuestion } from './protocol.ts';

/** What is copied in one go at first: within it all of a query's selectors see the same moment. */
const FIRST_SLICE_MS = 20;
const SLICE_MS = 5;
const BATCH_SERIES = 2_000;
const BATCH_SAMPLES = 500_000;
/** A thread that was told of more series than this starts over. */
const MAX_KNOWN_SERIES = 200_000;

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

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

  function postSeries(
    id: number,
    selection: number,
    ranges: readonly SampleRange[],
    withSamples: boolean,
  ): void {
    const ids = new Float64Array(ranges.length);
    const lengths = new Uint32Array(ranges.length);
    const newAt: number[] = [];
    const newLabels: Labels['flat'][] = [];
    let total = 0;
    for (const [at, { series, length }] of ranges.entries()) {
      ids[at] = series.id;
      lengths[at] = withSamples ? length : 0;
      total += withSamples ? length : 0;
      if (known.has(series.id)) continue;
      known.add(series.id);
      newAt.push(at);
      newLabels.push(series.labels.flat);
    }
    const timestamps = new Float64Array(total);
    const values = new Float64Array(total);
    let at = 0;
    if (withSamples)
      for (const range of ranges) {
        range.series.read(range, timestamps, values, at);
        at += range.length;
      }
    const places = Uint32Array.from(newAt);
    post({ kind: 'series', id, selection, ids, newLabels, newAt: places, lengths, timestamps, values }, [
      ids.buffer,
      places.buffer,
      lengths.buffer,
      timestamps.buffer,
      values.buffer,
    ]);
  }

  async function select(question: IndexQuestion & { readonly kind: 'select' }): Promise<void> {
    const { id, task, selections, withSamples, maxSamples } = question;
    let sliceEnd = performance.now() + FIRST_SLICE_MS;
    let samples = 0;
    for (const [index, { matchers, minT, maxT }] of selections.entries()) {
      let batch: SampleRange[] = [];
      let batchSamples = 0;
      for (const range of store.ranges(matchers, minT, maxT)) {
        samples += range.length;
        if (withSamples && samples > maxSamples) return post({ kind: 'too-many', id });
        batch.push(range);
        batchSamples += range.length;
        const isSliceOver = batch.length % 128 === 0 && performance.now() > sliceEnd;
        if (!isSliceOver && batch.length < BATCH_SERIES && batchSamples < BATCH_SAMPLES) continue;
        // Before anything else can happen: the ranges hold only until then.
        postSeries(id, index, batch, withSamples);
        batch = [];
        batchSamples = 0;
        if (performance.now() < sliceEnd) continue;
        await nextTurn();
        if (canceled === task) return;
        sliceEnd = performance.now() + SLICE_MS;
      }
      postSeries(id, index, batch, withSamples);
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
