// What a gauge's readings say: at rest, while requests are held, after they ended -> the verdict that names the
// mistake. Pure.
import type { Fail } from '../../../model/verdict.ts';
import type { BelowZero, End, EndpointReading } from './facts.ts';
import { failed } from './facts.ts';
import type { HeldReading, Rest } from './gauge-reading.ts';

const namesOf = (some: readonly EndpointReading[]): readonly string[] => some.map(({ endpoint }) => endpoint);

/** A gauge that does not begin at 0 has kept something from earlier requests. */
export function diagnoseAtRest(metric: string, rest: Rest): Fail | undefined {
  const { value } = rest;
  if (value === 0) return undefined;
  return value < 0
    ? failed('gauge-below-zero-at-rest', { metric, value, reason: reasonBelow(rest) })
    : failed('gauge-not-zero-at-rest', { metric, value });
}

/** The mistake behind the readings of endpoints held one at a time; undefined where each raises the gauge by 1. */
export function diagnoseHeld(
  metric: string,
  readings: readonly EndpointReading[],
  isTouched: boolean,
): Fail | undefined {
  const wrong = readings.filter(({ held, raised }) => raised !== held);
  if (wrong.length === 0) return undefined;
  const held = { metric, readings };
  if (wrong.some(({ raised }) => raised < 0)) return failed('gauge-below-zero-held', held);
  const silent = wrong.filter(({ raised }) => raised === 0);
  if (silent.length === readings.length)
    return failed(isTouched ? 'gauge-zero-again' : 'gauge-never-raised', held);
  if (silent.length > 0) return failed('gauge-misses-endpoints', { ...held, endpoints: namesOf(silent) });
  if (wrong.every((one) => one.raised === 2 * one.held))
    return failed('gauge-raised-twice', { ...held, endpoints: namesOf(wrong) });
  return failed('gauge-other-number', held);
}

/** The mistake of a gauge that a timer moves while requests are held; undefined if none does. */
export function diagnoseLater(
  metric: string,
  total: number,
  { value, later }: HeldReading,
): Fail | undefined {
  if (later === undefined || (value === total) === (later.value === later.open)) return undefined;
  if (value === total)
    return failed('gauge-lowered-by-timer', { metric, value, open: later.open, later: later.value });
  const kind = value === 0 ? 'gauge-raised-by-timer' : 'gauge-set-by-timer';
  return failed(kind, { metric, value, open: total, later: later.value });
}

/** The mistake of a gauge that is given the time that a request took; undefined where it holds a whole number. */
export function diagnoseDuration(metric: string, requests: number, { value }: Rest): Fail | undefined {
  return Number.isInteger(value) ? undefined : failed('gauge-holds-duration', { metric, requests, value });
}

/** The mistake behind what `value` shows when one of `total` requests was answered; undefined where it fits. */
export function diagnoseOthers(metric: string, total: number, value: number): Fail | undefined {
  const open = total - 1;
  if (value === open) return undefined;
  return failed(value < open ? 'gauge-forgets-others' : 'gauge-keeps-one-over', { metric, value, open });
}

/** A gauge that is lowered and was never raised; undefined where it is not below 0. */
export function diagnoseOnlyLowered(metric: string, requests: number, { value }: Rest): Fail | undefined {
  if (value >= 0) return undefined;
  return failed('gauge-below-zero-after', {
    metric,
    value,
    requests,
    end: 'answered',
    reason: 'never-raised',
  });
}

/** The mistake behind what is left on the gauge after requests ended; undefined if nothing is. */
export function diagnoseEnd(metric: string, end: End, requests: number, rest: Rest): Fail | undefined {
  const { value } = rest;
  if (value === 0) return undefined;
  const left = { metric, value, requests };
  if (rest.isLate) return failed('gauge-lowered-late', left);
  if (value < 0) return failed('gauge-below-zero-after', { ...left, end, reason: reasonBelow(rest) });
  if (end === 'answered' && value < requests) return failed('gauge-lowered-for-some', left);
  return failed(LEFT[end], left);
}

const LEFT = {
  answered: 'gauge-not-lowered',
  aborted: 'gauge-leaks-on-abort',
  failed: 'gauge-leaks-on-error',
  'not-found': 'gauge-leaks-on-missing-page',
} as const satisfies Record<End, string>;

const reasonBelow = ({ isSplit }: Rest): BelowZero => (isSplit ? 'other-labels' : 'lowered-twice');
