// The name of a recorded series: level:metric:operations, as Prometheus recommends. Judged by its shape alone. Pure.
// https://prometheus.io/docs/practices/rules/
import { durationMs, formatDuration } from '../../../../durations.ts';

export type NameFault =
  | { readonly kind: 'shape'; readonly colons: number }
  | { readonly kind: 'total' }
  | { readonly kind: 'level'; readonly level: string; readonly labels: readonly string[] }
  | {
      readonly kind: 'window';
      readonly operations: string;
      readonly windows: readonly string[];
      readonly isNamed: boolean;
    };

/**
 * What is wrong with a name; undefined where its shape is right.
 * @param by the labels that are left
 * @param windowsMs the ranges of the expression, those of the rules that it reads included
 */
export function judgeName(
  name: string,
  by: readonly string[],
  windowsMs: readonly number[],
): NameFault | undefined {
  const parts = name.split(':');
  const [level = '', metric = '', operations = ''] = parts;
  if (parts.length !== 3 || parts.includes('')) return { kind: 'shape', colons: parts.length - 1 };
  if (/_total(?:_|$)/.test(metric)) return { kind: 'total' };
  const lost = by.filter((label) => !new RegExp(`(?:^|_)${label}(?:_|$)`).test(level));
  if (lost.length > 0) return { kind: 'level', level, labels: lost };
  if (windowsMs.length === 0) return undefined;
  const named = [...operations.matchAll(/(?:\d+(?:ms|[smhdwy]))+/g)].map(([text]) => durationMs(text));
  return windowsMs.some((window) => named.includes(window))
    ? undefined
    : {
        kind: 'window',
        operations,
        windows: windowsMs.map((window) => formatDuration(window)),
        isNamed: named.length > 0,
      };
}
