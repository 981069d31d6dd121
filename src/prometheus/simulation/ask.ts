// A query at one moment of a timeline, without a server.
import { Labels, type SeriesSamples, type TimestampMs } from '../model/samples.ts';
import { evaluateInstant, parsePromql, PromqlError, type Expr, type QueryOptions } from '../promql/index.ts';
import { Budget } from './budget.ts';
import { SimulatedSamples } from './samples.ts';

/** One series; labels with `__name__`. */
export interface AskedSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

export interface QueryRejection {
  readonly status: 'rejected';
  readonly kind: PromqlError['kind'];
  /** Prometheus's words. */
  readonly message: string;
  /** Offset into the query's text, in UTF-16 code units. */
  readonly position: number | undefined;
}

export type AskedValue =
  | {
      readonly kind: 'vector';
      readonly rows: readonly { readonly labels: Record<string, string>; readonly value: number }[];
    }
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'matrix'; readonly seriesCount: number };

/** Parses a query. */
export function parseAsked(
  query: string,
): { readonly status: 'parsed'; readonly expr: Expr } | QueryRejection {
  return guarded(() => ({ status: 'parsed', expr: parsePromql(query) }));
}

/** Evaluates a query at a moment of these series, within the limits. */
export function askSeries(
  series: readonly AskedSeries[],
  query: string,
  atMs: TimestampMs,
  limits: QueryOptions,
): { readonly status: 'answered'; readonly value: AskedValue } | QueryRejection {
  return guarded(() => {
    const timeline = series.map(({ labels, timestamps, values }): SeriesSamples => ({
      labels: Labels.from(Object.entries(labels)),
      timestamps,
      values,
    }));
    const samples = new SimulatedSamples(timeline, new Budget({ timeline, startMs: 0, endMs: atMs }));
    const { value } = evaluateInstant(samples, parsePromql(query), atMs, limits);
    return { status: 'answered', value: plain(value) };
  });
}

function plain(value: ReturnType<typeof evaluateInstant>['value']): AskedValue {
  if (value.kind === 'vector')
    return {
      kind: 'vector',
      rows: value.samples.map((sample) => ({ labels: sample.labels.toObject(), value: sample.value })),
    };
  if (value.kind === 'matrix') return { kind: 'matrix', seriesCount: value.series.length };
  return { kind: value.kind, value: value.value } as AskedValue;
}

function guarded<T>(work: () => T): T | QueryRejection {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    return { status: 'rejected', kind: error.kind, message: error.message, position: error.position };
  }
}
