// What a gauge's readings say: at rest, while requests are held, after they ended -> the verdict that names the
// mistake. Pure.
import type { Fail } from '../../../model/verdict.ts';
import type { HeldReading, Rest } from './gauge-reading.ts';
import { fail } from '../../facts/verdicts.ts';
import { counted, listing } from '../../facts/wording.ts';

/** What the gauge showed while only requests to one endpoint were held. */
export interface EndpointReading {
  readonly endpoint: string;
  readonly held: number;
  readonly raised: number;
}

/** How requests ended. */
export type End = 'answered' | 'aborted' | 'failed' | 'not-found';

/** A gauge that does not begin at 0 has kept something from earlier requests. */
export function diagnoseAtRest(metric: string, rest: Rest): Fail | undefined {
  const { value } = rest;
  if (value === 0) return undefined;
  const details = { expected: '0', observed: String(value) };
  if (value < 0) return goesNegative(metric, 'with no request in progress', details, hintBelow(rest));
  return fail('never-lowered', `${metric} shows ${value} with no request in progress.`, {
    ...details,
    hint: 'What goes up at the start of a request has to come down at its end, once.',
  });
}

/** The mistake behind the readings of endpoints held one at a time; undefined where each raises the gauge by 1. */
export function diagnoseHeld(
  metric: string,
  readings: readonly EndpointReading[],
  isTouched: boolean,
): Fail | undefined {
  const wrong = readings.filter(({ held, raised }) => raised !== held);
  if (wrong.length === 0) return undefined;
  // One endpoint a line: in a list it would break between a method and its path.
  const details = {
    expected: readings.map(({ endpoint, held }) => `${endpoint}: ${held}`).join('\n'),
    observed: readings.map(({ endpoint, raised }) => `${endpoint}: ${raised}`).join('\n'),
  };
  const names = listing(wrong.map(({ endpoint }) => endpoint));
  if (wrong.some(({ raised }) => raised < 0))
    return goesNegative(metric, 'while requests are in progress', details, loweredTwice);
  const silent = wrong.filter(({ raised }) => raised === 0);
  if (silent.length === readings.length) {
    return isTouched
      ? fail('lowered-too-early', `${metric} is back at 0 while requests are still in progress.`, {
          ...details,
          hint: 'next() returns before the request is over: the response itself tells when that is.',
        })
      : fail('never-registered', `${metric} stays at 0 while requests are in progress.`, {
          ...details,
          hint: 'A function that should run for each request has to be given to the app, above the endpoints, and raise the gauge before it waits for anything.',
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

/** The mistake of a gauge that a timer moves while requests are held; undefined where none does. */
export function diagnoseLater(
  metric: string,
  total: number,
  { value, later }: HeldReading,
): Fail | undefined {
  if (later === undefined || (value === total) === (later.value === later.open)) return undefined;
  if (value === total) {
    return fail('lowered-too-early', `${metric} is moved by a timer while requests are still in progress.`, {
      expected: `${later.open} as long as ${counted(later.open, 'request')} are in progress`,
      observed: `${value}, and ${later.value} when a timer had fired`,
      hint: 'No timer knows when a request is over. Lower the gauge when the response closes.',
    });
  }
  return fail(
    value === 0 ? 'never-registered' : 'wrong-in-progress-count',
    `${metric} is set by a timer, not by the requests themselves.`,
    {
      expected: `${total} as soon as ${counted(total, 'request')} are in progress`,
      observed: `${value}, and ${later.value} only when a timer had fired`,
      hint: 'Prometheus may read the gauge at any moment. Raise it when a request begins, and lower it when its response closes.',
    },
  );
}

/** The mistake of a gauge that is given the time that a request took; undefined where it holds a whole number. */
export function diagnoseDuration(metric: string, total: number, { value }: Rest): Fail | undefined {
  if (Number.isInteger(value)) return undefined;
  return fail('wrong-in-progress-count', `${metric} shows a duration, not a number of requests.`, {
    expected: `${total} while ${counted(total, 'request')} are in progress`,
    observed: `0, and ${value} after they were answered`,
    hint: 'startTimer() measures seconds. Use inc() when a request begins and dec() when its response closes.',
  });
}

/** The mistake behind what `others` show when one of `total` requests was answered; undefined where they are as many. */
export function diagnoseOthers(metric: string, total: number, others: number): Fail | undefined {
  if (others === total - 1) return undefined;
  const details = { expected: String(total - 1), observed: String(others) };
  return others < total - 1
    ? fail('lowered-too-early', `${metric} shows ${others} while ${total - 1} requests are in progress.`, {
        ...details,
        hint: 'The end of one request takes 1 away: the others are not over, and no clock knows when they are.',
      })
    : fail(
        'wrong-in-progress-count',
        `${metric} still shows ${others} when one of ${total} requests is over.`,
        {
          ...details,
          hint: 'The gauge has to come down when a response is over, not some time later: the response tells when.',
        },
      );
}

/** A gauge that is lowered and was never raised; undefined where it is not below 0. */
export function diagnoseOnlyLowered(metric: string, requests: number, { value }: Rest): Fail | undefined {
  if (value >= 0) return undefined;
  const details = { expected: '0', observed: String(value) };
  const when = endings.answered.after(counted(requests, 'request'));
  return goesNegative(
    metric,
    when,
    details,
    'It is lowered and never raised: does the line that raises it run?',
  );
}

/** The mistake behind what is left on the gauge after requests ended; undefined where nothing is. */
export function diagnoseEnd(metric: string, end: End, requests: number, rest: Rest): Fail | undefined {
  const { value } = rest;
  if (value === 0) return undefined;
  const many = counted(requests, 'request');
  const details = { expected: '0', observed: String(value) };
  if (rest.isLate) {
    return fail(
      'wrong-in-progress-count',
      `${metric} comes back to 0 only by a timer, more than a second later.`,
      {
        expected: `0 as soon as ${many} are over`,
        observed: `${value}, and 0 when a timer had fired`,
        hint: 'Lower the gauge when the response closes, not some time later.',
      },
    );
  }
  if (value < 0) return goesNegative(metric, endings[end].after(many), details, hintBelow(rest));
  if (end === 'answered' && value < requests) {
    return fail('lowered-for-some', `${metric} shows ${value} after ${many} were answered.`, {
      ...details,
      hint: 'Some answers lower the gauge and others do not: one place that sees every response is enough.',
    });
  }
  const { code, after, hint } = endings[end];
  return fail(code, `${metric} shows ${value} ${after(many)}.`, { ...details, hint });
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
  'not-found': {
    code: 'lowered-for-some',
    after: (many: string) => `after ${many} for a page that does not exist`,
    hint: 'A missing page is a request too: lower the gauge where every response comes by.',
  },
} as const satisfies Record<End, unknown>;

const loweredTwice =
  'A request is lowered more than once: several events can end the same response, so only one of them may count.';

function hintBelow({ isSplit }: Rest): string {
  return isSplit
    ? 'One series is raised and another one lowered: at its end a request needs the labels that it had at its beginning.'
    : loweredTwice;
}

function goesNegative(
  metric: string,
  when: string,
  details: { readonly expected: string; readonly observed: string },
  hint: string,
): Fail {
  return fail('goes-negative', `${metric} goes below 0 ${when}.`, { ...details, hint });
}
