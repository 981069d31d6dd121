// Whether two answers of the HTTP API say the same. Order counts only where the query asks for one; numbers may differ
// in their last digits, for two programs add in different orders.

export interface ApiAnswer {
  readonly status: number;
  readonly body: {
    readonly status: string;
    readonly errorType?: string;
    readonly error?: string;
    readonly data?: { readonly resultType: string; readonly result: unknown };
  };
}

type Point = readonly [time: number, value: string];
interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: Point;
  readonly values?: readonly Point[];
}

const RELATIVE = 1e-9;

/** The first difference in words, or undefined if there is none. */
export function differenceOf(real: ApiAnswer, embedded: ApiAnswer, isOrdered: boolean): string | undefined {
  if (real.status !== embedded.status || real.body.errorType !== embedded.body.errorType)
    return `real ${summary(real)}, embedded ${summary(embedded)}`;
  const one = real.body.data;
  const other = embedded.body.data;
  if (one === undefined || other === undefined) return undefined;
  if (one.resultType !== other.resultType)
    return `real is a ${one.resultType}, embedded a ${other.resultType}`;
  if (one.resultType === 'scalar' || one.resultType === 'string')
    return differenceOfPoints([one.result as Point], [other.result as Point]);
  return differenceOfSeries(one.result as Series[], other.result as Series[], isOrdered);
}

function differenceOfSeries(
  real: readonly Series[],
  embedded: readonly Series[],
  isOrdered: boolean,
): string | undefined {
  const [one, other] = isOrdered ? [real, embedded] : [sorted(real), sorted(embedded)];
  const keys = [one.map(keyOf).join('\n'), other.map(keyOf).join('\n')];
  if (keys[0] !== keys[1]) return `real has the series\n${keys[0]}\nembedded\n${keys[1]}`;
  for (const [index, series] of one.entries()) {
    const found = differenceOfPoints(pointsOf(series), pointsOf(other[index]));
    if (found !== undefined) return `${keyOf(series)}: ${found}`;
  }
  return undefined;
}

function differenceOfPoints(real: readonly Point[], embedded: readonly Point[]): string | undefined {
  if (real.length !== embedded.length) return `real has ${real.length} points, embedded ${embedded.length}`;
  for (const [index, [time, value]] of real.entries()) {
    const [otherTime, otherValue] = embedded[index] ?? [];
    if (time !== otherTime || !isSameNumber(value, otherValue ?? ''))
      return `real ${value} @${time}, embedded ${otherValue} @${otherTime}`;
  }
  return undefined;
}

function isSameNumber(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [Number(one), Number(other)];
  return Math.abs(a - b) <= RELATIVE * Math.max(1e-9, Math.abs(a), Math.abs(b));
}

function pointsOf(series: Series | undefined): readonly Point[] {
  return series?.values ?? (series?.value === undefined ? [] : [series.value]);
}

function sorted(series: readonly Series[]): Series[] {
  return series.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ metric }: Series): string {
  return JSON.stringify(Object.entries(metric).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function summary({ status, body }: ApiAnswer): string {
  return `${status} ${body.errorType ?? body.status}${body.error === undefined ? '' : ` (${body.error})`}`;
}
