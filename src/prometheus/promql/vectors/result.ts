// What a query answers with, and what it may be asked with: the shapes that the HTTP API turns into JSON.
import type { Labels, TimestampMs } from '../../model/samples.ts';

export interface VectorSample {
  readonly labels: Labels;
  readonly timeMs: TimestampMs;
  readonly value: number;
}

export interface MatrixSeries {
  readonly labels: Labels;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

export type QueryValue =
  | { readonly kind: 'scalar'; readonly timeMs: TimestampMs; readonly value: number }
  | { readonly kind: 'string'; readonly timeMs: TimestampMs; readonly value: string }
  | { readonly kind: 'vector'; readonly samples: readonly VectorSample[] }
  | { readonly kind: 'matrix'; readonly series: readonly MatrixSeries[] };

export interface QueryResult {
  readonly value: QueryValue;
  /** `PromQL warning: …`, each once. */
  readonly warnings: readonly string[];
  /** `PromQL info: …`, each once. */
  readonly infos: readonly string[];
}

export interface QueryOptions {
  /** How old a sample an instant selector still takes. @default 300_000 */
  readonly lookbackMs?: number;
  /** The step of a subquery that names none. @default 60_000 */
  readonly defaultSubqueryStepMs?: number;
  /** Drop the metric name at the end of the query, but not after each function. @default false */
  readonly delayedNameRemoval?: boolean;
  /** How many samples may be held at once. @default 50_000_000 */
  readonly maxSamples?: number;
  /** How many bytes it may hold at once: tables, labels that it makes, and what it reads. @default 256 MiB */
  readonly maxBytes?: number;
  /** Ends the evaluation as `canceled`; looked at between pieces of work. */
  readonly signal?: { readonly aborted: boolean };
  /** How long the evaluation may take, in milliseconds of the machine's monotonic clock. @default 120_000 */
  readonly timeoutMs?: number;
}

export interface RangeGrid {
  readonly startMs: TimestampMs;
  readonly endMs: TimestampMs;
  readonly stepMs: number;
}
