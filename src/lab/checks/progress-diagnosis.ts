// What a gauge's readings say: at rest, while requests are held, after they ended -> the verdict that names the
// mistake. Pure.
import type { Fail } from '../model/verdict.ts';
import { fail } from './verdicts.ts';
import { counted, listing } from './wording.ts';

/** What the gauge showed while only requests to one endpoint were held. */
export interface HeldReading {
  readonly endpoint: string;
  readonly held: number;
  readonly raised: number;
}

/** How requests ended. */
export type End = 'answered' | 'aborted' | 'failed';

/** A gauge that does not begin at 0 has kept something from earlier requests. */
export function diagnoseAtRest(metric: string, value: number): Fail | undefined {
  if (value === 0) return undefined;
  const details = { expected: '0', observed: String(value) };
  if (value < 0) return goesNegative(metric, 'with no request in progress', details);
  return fail('never-lowered', `${metric} shows ${value} with no request in progress.`, {
    ...details,
    hint: 'What goes up at the start of a request has to come down at its end, once.',
  });
}

/** The mistake behind the readings of endpoints held one at a time; undefined where each raises the gauge by 1. */
export function diagnoseHeld(
  metric: string,
  readings: readonly HeldReading[],
  isTouched: boolean,
): Fail | undefined {
  const wrong = readings.filter(({ held, raised }) => raised !== held);
  if (wrong.length === 0) return undefined;
  const details = {
    expected: readings.map(({ endpoint, held }) => `${endpoint}: ${held}`).join(', '),
    observed: readings.map(({ endpoint, raised }) => `${endpoint}: ${raised}`).join(', '),
  };
  const names = listing(wrong.map(({ endpoint }) => endpoint));
  if (wrong.some(({ raised }) => raised < 0))
    return goesNegative(metric, 'while requests are in progress', details);
  const silent = wrong.filter(({ raised }) => raised === 0);
  if (silent.length === readings.length) {
    return isTouched
      ? fail('lowered-too-early', `${metric} is back at 0 while requests are still in progress.`, {
          ...details,
          hint: 'next() returns before the request is over: the response itself tells when that is.',
        })
      : fail('never-registered', `${metric} stays at 0 while requests are in progress.`, {
          ...details,
          hint: 'A function that should run for each request has to be given to the app, above the endpoints.',
        });
  }
  if (silent.length > 0) {
    return fail(
      'raised-for-some',
      `${metric} does not see requests to ${listing(silent.map((one) => one.endpoint))}.`,
      {
        ...details,
        hint: 'One place above all endpoints sees every request.',
      },
    );
  }
  if (wrong.every(({ held, raised }) => raised === 2 * held)) {
    return fail('raised-twice', `${metric} goes up by 2 for one request to ${names}.`, {
      ...details,
      hint: 'Two places raise the gauge for the same request: keep one of them.',
    });
  }
  return fail('wrong-in-progress-count', `${metric} does not show how many requests are in progress.`, {
    ...details,
    hint: 'Each request has to raise the gauge by 1 when it begins: then the value is their number.',
  });
}

/** The mistake behind what is left on the gauge after requests ended; undefined where nothing is. */
export function diagnoseEnd(metric: string, end: End, requests: number, rest: number): Fail | undefined {
  if (rest === 0) return undefined;
  const many = counted(requests, 'request');
  const details = { expected: '0', observed: String(rest) };
  if (rest < 0) return goesNegative(metric, endings[end].after(many), details);
  if (end === 'answered' && rest < requests) {
    return fail('lowered-for-some', `${metric} shows ${rest} after ${many} were answered.`, {
      ...details,
      hint: 'Some answers lower the gauge and others do not: one place that sees every response is enough.',
    });
  }
  const { code, after, hint } = endings[end];
  return fail(code, `${metric} shows ${rest} ${after(many)}.`, { ...details, hint });
}

const endings = {
  answered: {
    code: 'never-lowered',
    after: (many: string) => `after ${many} were answered`,
    hint: 'The gauge has to come down when a response is over: the response tells when that is.',
  },
  aborted: {
    code: 'leaks-on-abort',
    after: (many: string) => `after the client gave up on ${many}`,
    hint: 'A response whose client went away never finishes, but it does close.',
  },
  failed: {
    code: 'leaks-on-error',
    after: (many: string) => `after ${many} failed`,
    hint: 'A handler that throws never reaches its last line: lower the gauge where every response comes by.',
  },
} as const satisfies Record<End, unknown>;

function goesNegative(
  metric: string,
  when: string,
  details: { readonly expected: string; readonly observed: string },
): Fail {
  return fail('goes-negative', `${metric} goes below 0 ${when}.`, {
    ...details,
    hint: 'A request is lowered more than once: several events can end the same response, so only one of them may count.',
  });
}
