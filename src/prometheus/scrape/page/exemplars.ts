// The exemplars of one page, up to a bound.
import type { Labels, TimestampMs } from '../../model/samples.ts';
import type { Exemplar, SeriesRef } from '../../storage/index.ts';

/** Of one page. To make the labels of one takes longer than to read a line that is known. */
export const MOST_EXEMPLARS_OF_PAGE = 5_000;

/** An exemplar with the series of the sample that it is from. */
interface PageExemplar {
  readonly series: SeriesRef;
  readonly exemplar: Exemplar;
}

/** What a page says of an exemplar besides its labels. */
interface Written {
  readonly value: number;
  readonly timestampMs?: TimestampMs | undefined;
}

export class PageExemplars implements Iterable<PageExemplar> {
  readonly #exemplars: PageExemplar[] = [];
  #offered = 0;

  /** Whether the page has more exemplars than are read. */
  get isCut(): boolean {
    return this.#offered > MOST_EXEMPLARS_OF_PAGE;
  }

  [Symbol.iterator](): Iterator<PageExemplar> {
    return this.#exemplars[Symbol.iterator]();
  }

  clear(): void {
    this.#exemplars.length = 0;
    this.#offered = 0;
  }

  /**
   * Takes the exemplar of a sample. Its labels are asked for only where it is kept; it is left out where there are none.
   * @param sampledAt its time, where the page does not say
   */
  add(series: SeriesRef, written: Written, sampledAt: TimestampMs, labelsOf: () => Labels | undefined): void {
    this.#offered++;
    if (this.isCut) return;
    const labels = labelsOf();
    if (labels === undefined) return;
    const { value, timestampMs = sampledAt } = written;
    const hasOwnTime = written.timestampMs !== undefined;
    this.#exemplars.push({ series, exemplar: { labels, value, timestampMs, hasOwnTime } });
  }
}
