// The series of a hidden timeline, as checks and the simulator exchange them.

/** One series. Times are ms from the start of the timeline; a NaN with the stale marker's bits ends the series. */
export interface TimelineSeries {
  /** With `__name__`. */
  readonly labels: Readonly<Record<string, string>>;
  /** Rising. */
  readonly timestamps: Float64Array;
  /** As many. To keep the stale marker, copy them only between typed arrays. */
  readonly values: Float64Array;
}
