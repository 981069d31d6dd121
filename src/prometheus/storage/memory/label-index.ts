// The inverted index: for each label name and value, which series carry it. Answers matchers without looking at samples.
import { compileMatcher } from '../../model/matcher.ts';
import type { Matcher, ValueMatcher } from '../../model/samples.ts';
import type { MemorySeries } from './series.ts';

type Postings = MemorySeries[];

/** Series by label. Each list is in order of creation. */
export class LabelIndex {
  readonly #all = new Set<MemorySeries>();
  readonly #postings = new Map<string, Map<string, Postings>>();

  get size(): number {
    return this.#all.size;
  }

  all(): Iterable<MemorySeries> {
    return this.#all;
  }

  add(series: MemorySeries): void {
    this.#all.add(series);
    for (const [name, value] of series.labels.entries()) {
      let values = this.#postings.get(name);
      if (values === undefined) this.#postings.set(name, (values = new Map()));
      const list = values.get(value);
      if (list === undefined) values.set(value, [series]);
      else list.push(series);
    }
  }

  /** Removes many at once: each list that they are in is filtered once. */
  remove(gone: ReadonlySet<MemorySeries>): void {
    const touched = new Map<string, Set<string>>();
    for (const series of gone) {
      this.#all.delete(series);
      for (const [name, value] of series.labels.entries()) {
        let values = touched.get(name);
        if (values === undefined) touched.set(name, (values = new Set()));
        values.add(value);
      }
    }
    for (const [name, values] of touched) {
      const lists = this.#postings.get(name);
      if (lists === undefined) continue;
      for (const value of values) {
        const rest = (lists.get(value) ?? []).filter((series) => !gone.has(series));
        if (rest.length === 0) lists.delete(value);
        else lists.set(value, rest);
      }
      if (lists.size === 0) this.#postings.delete(name);
    }
  }

  get nameCount(): number {
    return this.#postings.size;
  }

  valueCount(name: string): number {
    return this.#postings.get(name)?.size ?? 0;
  }

  /** Names of labels that some series has which every matcher fits and which is `wanted`. */
  names(matchers: readonly Matcher[], wanted: (series: MemorySeries) => boolean): string[] {
    // Each name until the first series that has it: not the labels of all series.
    if (matchers.length === 0)
      return [...this.#postings].flatMap(([name, values]) => (hasAny(values.values(), wanted) ? name : []));
    const names = new Set<string>();
    for (const series of this.select(matchers)) {
      if (!wanted(series)) continue;
      const { flat } = series.labels;
      for (let i = 0; i < flat.length; i += 2) names.add(flat[i] ?? '');
    }
    return [...names];
  }

  /** Values of a label that some series has which every matcher fits and which is `wanted`. */
  values(name: string, matchers: readonly Matcher[], wanted: (series: MemorySeries) => boolean): string[] {
    if (matchers.length === 0) {
      const found: string[] = [];
      for (const [value, list] of this.#postings.get(name) ?? []) if (list.some(wanted)) found.push(value);
      return found;
    }
    const values = new Set<string>();
    for (const series of this.select(matchers)) {
      const value = series.labels.get(name);
      if (!values.has(value) && wanted(series)) values.add(value);
    }
    values.delete('');
    return [...values];
  }

  /** The series that every matcher fits; an absent label has the empty value. */
  *select(matchers: readonly (Matcher | ValueMatcher)[]): Generator<MemorySeries> {
    const compiled = matchers.map((matcher) => ({ matcher, fits: compileMatcher(matcher) }));
    // A matcher that the empty value does not fit can only be met by a series in the index under its name.
    let candidates: Iterable<MemorySeries> | undefined;
    let candidateCount = Infinity;
    let source: Matcher | ValueMatcher | undefined;
    for (const { matcher, fits } of compiled) {
      if (fits('')) continue;
      const lists = this.#listsOf(matcher, fits);
      const count = lists.reduce((sum, list) => sum + list.length, 0);
      if (count >= candidateCount) continue;
      candidates = lists.length === 1 ? lists[0] : lists.flat();
      candidateCount = count;
      source = matcher;
    }
    const filters = compiled
      .filter(({ matcher }) => matcher !== source)
      .map(({ matcher, fits }) => ({ name: matcher.name, fits: remembered(fits) }));
    for (const series of candidates ?? this.#all) {
      if (filters.every(({ name, fits }) => fits(series.labels.get(name)))) yield series;
    }
  }

  #listsOf(matcher: Matcher | ValueMatcher, fits: (value: string) => boolean): Postings[] {
    const values = this.#postings.get(matcher.name);
    if (values === undefined) return [];
    if (matcher.op === '=') return [values.get(matcher.value) ?? []];
    if (matcher.op === 'in') return Array.from(matcher.values, (value) => values.get(value) ?? []);
    const lists: Postings[] = [];
    for (const [value, list] of values) if (fits(value)) lists.push(list);
    return lists;
  }
}

function hasAny(lists: Iterable<Postings>, wanted: (series: MemorySeries) => boolean): boolean {
  for (const list of lists) if (list.some(wanted)) return true;
  return false;
}

/** A label has few values and many series: ask a pattern once for each. */
function remembered(fits: (value: string) => boolean): (value: string) => boolean {
  const answers = new Map<string, boolean>();
  return (value) => {
    let answer = answers.get(value);
    if (answer === undefined) answers.set(value, (answer = fits(value)));
    return answer;
  };
}
