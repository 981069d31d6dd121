// What a count says about each endpoint: gained per request -> the verdict that names the mistake. Pure.
import type { Probe } from '../../../model/schema.ts';
import type { Fail, Pass } from '../../../model/verdict.ts';
import { fail, pass } from '../../facts/verdicts.ts';
import { counted, shortListing } from '../../facts/wording.ts';

/** How much one request to an endpoint added, and how much it should have. */
export interface Gain {
  /** `GET /cart` */
  readonly endpoint: string;
  readonly adds: number;
  readonly gained: number;
}

/** The mistake behind the gains of all endpoints, undefined where each is as asked for. */
export function diagnoseGains(metric: string, gains: readonly Gain[]): Fail | undefined {
  const wrong = gains.filter(({ adds, gained }) => adds !== gained);
  if (wrong.length === 0) return undefined;
  // One endpoint a line: a list of eight is not read, and would break between a method and its path.
  const table = {
    expected: wrong.map(({ endpoint, adds }) => `${endpoint}: +${adds}`).join('\n'),
    observed: wrong.map(({ endpoint, gained }) => `${endpoint}: ${signed(gained)}`).join('\n'),
  };
  const names = (some: readonly Gain[]): string => shortListing(some.map(({ endpoint }) => endpoint));

  const down = wrong.filter(({ gained }) => gained < 0);
  if (down.length > 0) {
    return fail('counter-went-down', `${metric} goes down while requests come in (${names(down)}).`, {
      ...table,
      hint: 'Nothing may reset the metric or clear the registry while the app runs.',
    });
  }
  const silent = wrong.filter(({ gained }) => gained === 0);
  const asked = gains.filter(({ adds }) => adds > 0);
  if (silent.length > 0 && silent.length === asked.length) {
    const extra = wrong.filter(({ adds, gained }) => adds === 0 && gained > 0);
    if (extra.length > 0) {
      return fail('success-counted', `${metric} counts ${names(extra)}, but not ${names(silent)}.`, {
        ...table,
        hint: 'Look at the place that you count in: which requests get there?',
      });
    }
    return fail('never-counted', `No request adds anything to ${metric}.`, {
      ...table,
      hint: 'Call inc(), with its parentheses, where each such request comes by: outside of the handlers a line runs once, at the start, and a handler of four arguments, or one below the place that answers, may never run.',
    });
  }
  // What adds nothing and what adds a part are one mistake: equal requests differ.
  const isUneven = wrong.some(({ gained }) => !Number.isInteger(gained));
  if (silent.length > 0 && isUneven) {
    return fail(
      'counted-wrong-amount',
      `${metric} does not go up by 1 with each request: some add nothing, others more than 1.`,
      { ...table, hint: unevenHint },
    );
  }
  if (silent.length > 0) {
    return fail(
      'endpoint-not-counted',
      `${names(silent)} ${silent.length === 1 ? 'adds' : 'add'} nothing to ${metric}.`,
      {
        ...table,
        hint: isRootAlone(silent)
          ? 'A wildcard such as `/*splat` leaves out the path `/`. `/{*splat}` takes it too, and so does use() without a path.'
          : 'Every place that answers such a request has to count it, before it returns.',
      },
    );
  }
  const extra = wrong.filter(({ adds }) => adds === 0);
  if (extra.length > 0) {
    return fail('success-counted', `${names(extra)} must not be counted in ${metric}.`, {
      ...table,
      hint: 'Count only where such a request ends up, and nowhere that others pass.',
    });
  }
  const twice = wrong.filter(({ adds, gained }) => gained === 2 * adds);
  if (twice.length === wrong.length) {
    return fail('counted-twice', `One request to ${names(twice)} adds 2 to ${metric}.`, {
      ...table,
      hint: 'Count each request once: either two places count it, or one place adds 2.',
    });
  }
  if (wrong.every(({ adds, gained }) => gained < adds)) {
    return fail('counted-wrong-amount', `Not every request to ${names(wrong)} adds 1 to ${metric}.`, {
      ...table,
      hint: 'Each request has to add 1, from any visitor: look for an amount below 1, or for a condition that leaves some of them out.',
    });
  }
  return fail(
    'counted-wrong-amount',
    `One request to ${names(wrong)} adds another amount than 1 to ${metric}.`,
    {
      ...table,
      hint: 'Each request has to add the same amount, once.',
    },
  );
}

const unevenHint =
  'Count each request once, when it comes: leave none out, and do not add one for several others.';

/** Requests that are right in some numbers and not in others: every second one counts for two. */
export function countedUnevenly(metric: string, wanted: number, gained: number): Fail {
  return fail('counted-wrong-amount', `${metric} does not go up by 1 with each request.`, {
    expected: `+${wanted} after ${counted(wanted, 'request')}`,
    observed: signed(gained),
    hint: unevenHint,
  });
}

/** Whether nothing but the root is meant. */
function isRootAlone(gains: readonly Gain[]): boolean {
  return gains.every(({ endpoint }) => endpoint.endsWith(' /'));
}

/** What is right: requests that must not be counted are not said to be. */
export function countedExactly(metric: string, probes: readonly Probe[]): Pass {
  const kinds = probes.filter(({ adds = 1 }) => adds > 0).length;
  const others = probes.length - kinds;
  const rest = others === 0 ? '' : `, and ${others} ${others === 1 ? 'other' : 'others'} not at all`;
  return pass(`${metric} counts ${counted(kinds, 'kind')} of requests exactly${rest}.`);
}

/** Requests that are silent now and were not all before: what counted them remembers something, or is set back. */
export function diagnoseSilence(metric: string, sent: number, gained: number): Fail {
  return fail(
    'counted-wrong-amount',
    `${metric} counts the first requests, but not those that are like them.`,
    {
      expected: `${sent} requests counted`,
      observed: `${gained} counted`,
      hint: 'Every request counts, also one like an earlier one: nothing may be remembered or set back in between.',
    },
  );
}

function signed(value: number): string {
  return value < 0 ? String(value) : `+${value}`;
}
