// A query's value as the API's JSON, in pieces: a long response is written while it is read, never held as one string.
import type { Labels } from '../../model/samples.ts';
import { formatSampleValue, type QueryValue } from '../../promql/index.ts';
import { PointBytes } from './point-bytes.ts';

/** `{"resultType":…,"result":…}`, with the fields of `extra` behind. Bytes are valid until the next piece is asked for. */
export function* queryDataJson(
  value: QueryValue,
  extra: Readonly<Record<string, unknown>> = {},
): Generator<string | Uint8Array> {
  yield `{"resultType":"${value.kind}","result":`;
  yield* resultJson(value);
  for (const [name, content] of Object.entries(extra))
    yield `,${JSON.stringify(name)}:${JSON.stringify(content)}`;
  yield '}';
}

/** The value with at most `limit` series, and whether any were cut off. 0 means no limit. */
export function limitSeries(
  value: QueryValue,
  limit: number,
): { readonly value: QueryValue; readonly isCut: boolean } {
  if (limit === 0) return { value, isCut: false };
  if (value.kind === 'vector' && value.samples.length > limit)
    return { value: { kind: 'vector', samples: value.samples.slice(0, limit) }, isCut: true };
  if (value.kind === 'matrix' && value.series.length > limit)
    return { value: { kind: 'matrix', series: value.series.slice(0, limit) }, isCut: true };
  return { value, isCut: false };
}

/** A label set as a JSON object. */
export function labelsJson(labels: Labels): string {
  let text = '{';
  for (let i = 0; i < labels.flat.length; i += 2)
    text += `${i === 0 ? '' : ','}${JSON.stringify(labels.flat[i])}:${JSON.stringify(labels.flat[i + 1])}`;
  return `${text}}`;
}

function* resultJson(value: QueryValue): Generator<string | Uint8Array> {
  const points = new PointBytes();
  switch (value.kind) {
    case 'scalar':
      yield pointJson(value.timeMs, value.value);
      return;
    case 'string':
      yield `[${secondsJson(value.timeMs)},${JSON.stringify(value.value)}]`;
      return;
    case 'vector':
      yield '[';
      for (const [index, { labels, timeMs, value: number }] of value.samples.entries())
        yield `${index === 0 ? '' : ','}{"metric":${labelsJson(labels)},"value":${pointJson(timeMs, number)}}`;
      yield ']';
      return;
    case 'matrix':
      yield '[';
      for (const [index, { labels, timestamps, values }] of value.series.entries()) {
        yield `${index === 0 ? '' : ','}{"metric":${labelsJson(labels)},"values":[`;
        yield points.write(timestamps, values);
        yield ']}';
      }
      yield ']';
      return;
  }
}

function pointJson(timeMs: number, value: number): string {
  return `[${secondsJson(timeMs)},"${formatSampleValue(value)}"]`;
}

/** Milliseconds as decimal seconds, without the rounding of a division. */
export function secondsJson(timeMs: number): string {
  const size = Math.abs(timeMs);
  const fraction = size % 1000;
  const whole = (size - fraction) / 1000;
  const sign = timeMs < 0 ? '-' : '';
  return fraction === 0 ? `${sign}${whole}` : `${sign}${whole}.${String(fraction).padStart(3, '0')}`;
}
