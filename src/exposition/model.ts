// What a page of metrics says, as data: families of samples, and the events a scanner reports line by line.

/** The two text formats: Prometheus text 0.0.4 and OpenMetrics 1.0. */
export type ExpositionFormat = 'text' | 'openmetrics';

/** `untyped` of the text format is `unknown` here, as in Prometheus's API. */
export type MetricType =
  'counter' | 'gauge' | 'histogram' | 'gaugehistogram' | 'summary' | 'info' | 'stateset' | 'unknown';

/** A sample's link to a trace (OpenMetrics only). */
export interface Exemplar {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly timestampMs?: number;
}

export interface ExpositionSample {
  /** As written: with `_total`, `_bucket`, `_sum`, `_count`. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly timestampMs?: number;
  readonly exemplar?: Exemplar;
}

export interface MetricFamily {
  /** The name in HELP and TYPE. In OpenMetrics a counter's family name has no `_total`. */
  readonly name: string;
  readonly type: MetricType;
  /** '' if there is no HELP line. */
  readonly help: string;
  /** '' if there is no UNIT line. */
  readonly unit: string;
  readonly samples: readonly ExpositionSample[];
}

/** Where a page broke the format: 1-based line and one sentence. */
export interface ExpositionError {
  readonly status: 'error';
  readonly line: number;
  readonly message: string;
}

/** Receives a page line by line; nothing is stored on the way. */
export interface ExpositionSink {
  help(family: string, text: string): void;
  type(family: string, type: MetricType): void;
  unit(family: string, unit: string): void;
  /**
   * `series` is name and labels exactly as written. The scanner has found where it ends but not yet judged it:
   * a text that was not seen before must go through `parseSeries`, whose error the scanner reports with its line.
   */
  sample(series: string, value: number, timestampMs: number | undefined): void;
  /**
   * Takes the line that starts at this byte of the page, if it is one that the sink can judge by itself.
   * @returns where the next line starts; -1 where the line has to be scanned
   */
  skim?(start: number): number;
  /** The exemplar of the sample just reported. */
  exemplar?(exemplar: Exemplar): void;
}
