// Exemplars: samples with a link to a trace, a few for each series.
import { Labels, type Matcher, type TimestampMs, type ValueMatcher } from '../../model/samples.ts';
import { detached } from '../memory/interner.ts';

export interface Exemplar {
  readonly labels: Labels;
  readonly value: number;
  readonly timestampMs: TimestampMs;
  /** Whether the page says when; if not, it is the time of the sample. */
  readonly hasOwnTime: boolean;
}

/** A series with its exemplars, oldest first. */
export interface ExemplarSeries {
  readonly labels: Labels;
  readonly exemplars: readonly Pick<Exemplar, 'labels' | 'value' | 'timestampMs'>[];
}

/** Where exemplars are found. */
export interface ExemplarIndex {
  /** The series that one of the selectors fits, with their exemplars in the window, both ends included. */
  exemplars(
    sets: readonly (readonly (Matcher | ValueMatcher)[])[],
    startMs: TimestampMs,
    endMs: TimestampMs,
  ): Iterable<ExemplarSeries>;
}

/** OpenMetrics: "The combined length of the label names and values … MUST NOT exceed 128 UTF-8 characters". */
const MAX_CHARACTERS = 128;

/** The labels of an exemplar, holding no piece of the page; undefined where they are too long. */
export function exemplarLabels(written: Readonly<Record<string, string>>): Labels | undefined {
  let characters = 0;
  for (const texts of Object.entries(written))
    for (const text of texts) {
      // A character takes two code units at most.
      if (text.length > 2 * MAX_CHARACTERS) return undefined;
      characters += Array.from(text).length;
      if (characters > MAX_CHARACTERS) return undefined;
    }
  return Labels.from(Object.entries(written)).withTexts(detached);
}
