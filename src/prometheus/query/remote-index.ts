// The samples as a query's thread sees them: asks the server and sleeps until the answer is there. Patterns are tried
// here, on the values of a label, and never in the server: one of them can take as long as a query may.
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import type { SeriesIndex } from '../http/api/backend.ts';
import { MAX_TIME_MS, MIN_TIME_MS } from '../http/api/params.ts';
import { compileMatcher } from '../model/matcher.ts';
import {
  Labels,
  type Matcher,
  type Queryable,
  type Selection,
  type SeriesList,
  type TimestampMs,
  type ValueMatcher,
} from '../model/samples.ts';
import { PromqlError } from '../promql/index.ts';
import { CellReader, ChunkReader, type ExemplarIndex, type ExemplarSeries } from '../storage/index.ts';
import { Word, type IndexAnswer, type IndexQuestion } from './protocol.ts';
import { SharedSeries } from './shared-series.ts';

type Question = IndexQuestion extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'id' | 'task'>
    : never
  : never;

export class RemoteIndex implements Queryable, SeriesIndex, ExemplarIndex {
  readonly #port: MessagePort;
  readonly #words: Int32Array;
  readonly #labels = new Map<number, Labels>();
  readonly #cells = new CellReader();
  readonly #reader = new ChunkReader(this.#cells);
  #lastId = 0;
  /** The number of the task that is answered now. */
  #task = 0;

  constructor(port: MessagePort, words: Int32Array) {
    this.#port = port;
    this.#words = words;
  }

  /** Begins a task. */
  begin(task: number): void {
    this.#task = task;
    Atomics.store(this.#words, Word.work, 0);
  }

  /** Counts one piece of work, and says whether it was the last. */
  countWork(): boolean {
    Atomics.add(this.#words, Word.work, 1);
    return this.isCanceled;
  }

  get isCanceled(): boolean {
    return Atomics.load(this.#words, Word.canceled) === this.#task;
  }

  select(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): SeriesList {
    return this.selectAll([{ matchers, minT, maxT }])[0] ?? [];
  }

  selectAll(selections: readonly Selection[]): readonly SeriesList[] {
    return this.#select(selections, true);
  }

  series(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): readonly Labels[] {
    const [found] = this.#select([{ matchers, minT, maxT }], false);
    return found?.labels ?? [];
  }

  labelNames(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): readonly string[] {
    if (isEverything(matchers, minT, maxT)) return this.#texts({ kind: 'names' });
    const names = new Set<string>();
    for (const { flat } of this.series(matchers, minT, maxT))
      for (let i = 0; i < flat.length; i += 2) names.add(flat[i] ?? '');
    return [...names];
  }

  labelValues(
    name: string,
    matchers: readonly Matcher[],
    minT: TimestampMs,
    maxT: TimestampMs,
  ): readonly string[] {
    if (isEverything(matchers, minT, maxT)) return this.#texts({ kind: 'values', name });
    const values = new Set<string>();
    for (const labels of this.series(matchers, minT, maxT)) values.add(labels.get(name));
    values.delete('');
    return [...values];
  }

  exemplars(
    sets: readonly (readonly Matcher[])[],
    startMs: TimestampMs,
    endMs: TimestampMs,
  ): readonly ExemplarSeries[] {
    // A series that lost its exemplars and got new ones in the meantime is told twice.
    const found = new Map<string, ExemplarSeries>();
    const tried = sets.map((matchers) => matchers.map((matcher) => this.#tried(matcher)));
    this.#ask({ kind: 'exemplars', sets: tried, startMs, endMs }, (answer) => {
      if (answer.kind !== 'exemplars') return;
      for (const { labels: flat, exemplars: told } of answer.series) {
        const labels = Labels.fromFlat(flat);
        const exemplars = told.map((one) => ({ ...one, labels: Labels.fromFlat(one.labels) }));
        found.set(labels.key, { labels, exemplars });
      }
    });
    return [...found.values()];
  }

  #texts(question: Question): readonly string[] {
    const found: string[] = [];
    this.#ask(question, (answer) => {
      if (answer.kind === 'texts') for (const text of answer.texts) found.push(text);
    });
    return found;
  }

  #select(selections: readonly Selection[], withSamples: boolean): readonly SharedSeries[] {
    const found = selections.map(({ minT, maxT }) => new SharedSeries(this.#reader, minT, maxT));
    const wire = selections.map(({ matchers, minT, maxT }) => ({
      matchers: matchers.map((matcher) => this.#tried(matcher)),
      minT,
      maxT,
    }));
    this.#ask({ kind: 'select', selections: wire, withSamples }, (answer) => {
      if (answer.kind !== 'series') return;
      this.#learn(answer);
      const labels = Array.from(answer.ids, (id) => this.#labels.get(id) ?? Labels.empty);
      found[answer.selection]?.add({ ...answer, labels });
    });
    return found;
  }

  /** The matcher as the values that it fits. Equality needs no trying. */
  #tried(matcher: Matcher): Matcher | ValueMatcher {
    if (matcher.op === '=' || matcher.op === '!=') return matcher;
    const fits = compileMatcher(matcher);
    const values = new Set<string>();
    if (fits('')) values.add('');
    for (const value of this.#texts({ kind: 'values', name: matcher.name })) {
      if (fits(value)) values.add(value);
      if (this.isCanceled) throw canceled();
    }
    return { name: matcher.name, op: 'in', values };
  }

  #learn({ ids, newAt, newLabels, newSlabs }: IndexAnswer & { readonly kind: 'series' }): void {
    for (const slab of newSlabs) this.#cells.addSlab(slab);
    for (const [index, flat] of newLabels.entries())
      this.#labels.set(ids[newAt[index] ?? 0] ?? 0, Labels.fromFlat(flat));
  }

  /** Asks, and hands each part of the answer to `take`. */
  #ask(question: Question, take: (answer: IndexAnswer) => void): void {
    const id = ++this.#lastId;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
    this.#port.postMessage({ ...question, id, task: this.#task });
    for (;;) {
      const seen = Atomics.load(this.#words, Word.posted);
      const received = receiveMessageOnPort(this.#port);
      if (received === undefined) {
        if (this.isCanceled) throw canceled();
        Atomics.wait(this.#words, Word.posted, seen);
        continue;
      }
      const message = received.message as IndexAnswer;
      // The answer to a question that was given up still tells of labels and memory, and the server does not tell of them twice.
      if (message.id !== id && message.kind === 'series') this.#learn(message);
      if (message.kind === 'done' && message.forget) this.#labels.clear();
      if (message.id !== id) continue;
      if (message.kind === 'done') return;
      take(message);
    }
  }
}

function isEverything(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): boolean {
  return matchers.length === 0 && minT <= MIN_TIME_MS && maxT >= MAX_TIME_MS;
}

function canceled(): PromqlError {
  return new PromqlError('canceled', 'query was canceled in expression evaluation');
}
