// The server's side of a thread's questions: finds series, and tells where their samples are in memory that the thread
// shares. In slices, so that however much a query reads, a scrape or another request waits for no longer than one slice.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import type { Labels } from '../model/samples.ts';
import { ChunkList, type ExemplarIndex, type SampleStore, type StoredSeries } from '../storage/index.ts';
import { Word, type IndexAnswer, type IndexQuestion, type WireExemplars } from './protocol.ts';

/** What is listed in one go at first: within it all of a query's selectors see the same moment. */
const FIRST_SLICE_MS = 20;
const SLICE_MS = 5;
const BATCH_SERIES = 2_000;
const BATCH_TEXTS = 20_000;
/** A thread that was told of more series than this starts over. */
const MAX_KNOWN_SERIES = 200_000;

/** Series that are sent to a thread together. */
interface Batch {
  readonly series: StoredSeries[];
  readonly chunkCounts: number[];
  readonly chunks: ChunkList;
}

export interface IndexService {
  /** Ends what is being listed for a task. */
  cancel(task: number): void;
  /** The task is done: what the thread was told of may go. */
  release(): void;
}

/** What threads ask about. */
export interface IndexSource {
  readonly store: SampleStore;
  readonly exemplars: ExemplarIndex;
}

/** Answers the questions of one thread. */
export function serveIndex(
  { store, exemplars }: IndexSource,
  port: MessagePort,
  words: Int32Array,
): IndexService {
  /** The series that the thread knows the labels of, by their number. */
  const known = new Set<number>();
  let knownSlabs = 0;
  let canceled = -1;
  /** While a task reads samples, what it was told of stays where it is. */
  let letGo: (() => void) | undefined;

  function post(message: IndexAnswer, transfer: ArrayBuffer[] = []): void {
    port.postMessage(message, transfer);
    Atomics.add(words, Word.posted, 1);
    Atomics.notify(words, Word.posted);
  }

  function postSeries(id: number, selection: number, batch: Batch): void {
    const { series } = batch;
    const ids = Float64Array.from(series, (one) => one.id);
    const newAt: number[] = [];
    const newLabels: Labels['flat'][] = [];
    for (const [at, { id: number, labels }] of series.entries()) {
      if (known.has(number)) continue;
      known.add(number);
      newAt.push(at);
      newLabels.push(labels.flat);
    }
    const places = Uint32Array.from(newAt);
    const chunkCounts = Uint32Array.from(batch.chunkCounts);
    const chunks = batch.chunks.columns();
    const newSlabs = store.slabsFrom(knownSlabs);
    knownSlabs += newSlabs.length;
    post({ kind: 'series', id, selection, ids, newLabels, newAt: places, chunkCounts, chunks, newSlabs }, [
      ids.buffer,
      places.buffer,
      chunkCounts.buffer,
      chunks.starts.buffer,
      chunks.counts.buffer,
      chunks.firstCells.buffer,
    ]);
    batch.series.length = 0;
    batch.chunkCounts.length = 0;
    batch.chunks.length = 0;
  }

  async function select(question: IndexQuestion & { readonly kind: 'select' }): Promise<void> {
    const { id, task, selections, withSamples } = question;
    if (withSamples) letGo ??= store.keep();
    let sliceEnd = performance.now() + FIRST_SLICE_MS;
    const batch: Batch = { series: [], chunkCounts: [], chunks: new ChunkList() };
    for (const [index, { matchers, minT, maxT }] of selections.entries()) {
      const found = withSamples
        ? store.list(matchers, minT, maxT, batch.chunks)
        : store.find(matchers, minT, maxT);
      let before = 0;
      for (const series of found) {
        batch.series.push(series);
        batch.chunkCounts.push(batch.chunks.length - before);
        before = batch.chunks.length;
        const isSliceOver = batch.series.length % 128 === 0 && performance.now() > sliceEnd;
        if (!isSliceOver && batch.series.length < BATCH_SERIES) continue;
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

  async function list(id: number, task: number, texts: readonly string[]): Promise<void> {
    for (let from = 0; from < texts.length; from += BATCH_TEXTS) {
      post({ kind: 'texts', id, texts: texts.slice(from, from + BATCH_TEXTS) });
      await nextTurn();
      if (canceled === task) return;
    }
    post({ kind: 'done', id, forget: false });
  }

  async function listExemplars(question: IndexQuestion & { readonly kind: 'exemplars' }): Promise<void> {
    const { id, task, sets, startMs, endMs } = question;
    let sliceEnd = performance.now() + SLICE_MS;
    let series: WireExemplars[] = [];
    for (const found of exemplars.exemplars(sets, startMs, endMs)) {
      series.push({
        labels: found.labels.flat,
        exemplars: found.exemplars.map(({ labels, value, timestampMs }) => ({
          labels: labels.flat,
          value,
          timestampMs,
        })),
      });
      if (performance.now() < sliceEnd) continue;
      post({ kind: 'exemplars', id, series });
      series = [];
      await nextTurn();
      if (canceled === task) return;
      sliceEnd = performance.now() + SLICE_MS;
    }
    post({ kind: 'exemplars', id, series });
    post({ kind: 'done', id, forget: false });
  }

  async function answer(question: IndexQuestion): Promise<void> {
    const { id, task, kind } = question;
    if (kind === 'select') return select(question);
    if (kind === 'exemplars') return listExemplars(question);
    const texts =
      kind === 'names'
        ? store.labelNames([], -Infinity, Infinity)
        : store.labelValues(question.name, [], -Infinity, Infinity);
    return list(id, task, texts);
  }

  port.on('message', (question: IndexQuestion) => void answer(question));
  return {
    cancel(task) {
      canceled = task;
      Atomics.store(words, Word.canceled, task);
      Atomics.add(words, Word.posted, 1);
      Atomics.notify(words, Word.posted);
    },
    release() {
      letGo?.();
      letGo = undefined;
    },
  };
}
