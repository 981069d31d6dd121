// Spans of time. Pure.
import type { Span } from './facts.ts';

/** Spans without overlaps, in order. */
export function merged(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = all.at(-1);
    if (last === undefined || span.fromMs > last.toMs) all.push(span);
    else all[all.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) };
  }
  return all;
}

/** How long spans are together, in ms; what is in several counts once. */
export const lengthOf = (spans: readonly Span[]): number =>
  merged(spans).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
