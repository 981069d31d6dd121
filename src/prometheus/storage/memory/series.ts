// One series in memory: its labels, and where its samples and its declaration in the log are.
import type { Labels } from '../../model/samples.ts';
import type { SeriesRef } from '../model/store.ts';

export class MemorySeries implements SeriesRef {
  readonly labels: Labels;
  /** Never given to another series. */
  id = 0;
  /** Where its samples are; 0 while it has none and is not in the index. */
  row = 0;
  /** Where the log knows the series: a number that is valid in one segment only. */
  logId = 0;
  logSegment = 0;

  constructor(labels: Labels) {
    this.labels = labels;
  }
}
