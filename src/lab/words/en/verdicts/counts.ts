// How requests are counted.
import type {
  RequestsCountedFails,
  Gain,
  PrintedFact,
} from '../../../checks/kinds/requests-counted/facts.ts';
import type { SeriesGain } from '../../../checks/facts/labels.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import type { FailEntries, FailWords } from '../../contract/entries.ts';
import { seriesText } from '../../contract/format.ts';
import { counted, listed, plural, signed } from '../grammar/phrases.ts';
import { clientErrorWords } from './program-errors.ts';

/** One endpoint per line: a list of eight is hard to read, and would break between a method and its path. */
const table = ({ gains }: { readonly gains: readonly Gain[] }) => ({
  expected: gains.map(({ endpoint, adds }) => `${endpoint}: +${adds}`).join('\n'),
  observed: gains.map(({ endpoint, gained }) => `${endpoint}: ${signed(gained)}`).join('\n'),
});

/** One series per line, equal ones added up. */
function seriesTable(metric: string, list: readonly SeriesGain[]): string {
  const gains = new Map<string, number>();
  for (const { labels, value } of list) {
    const series = seriesText(metric, labels);
    gains.set(series, (gains.get(series) ?? 0) + value);
  }
  return [...gains].map(([series, gain]) => `${series} ${signed(gain)}`).join('\n');
}

const NOTHING_RESETS = 'Do not reset the metric or clear the registry while the app runs.';
const UNEVEN =
  'Count each request exactly once, when it arrives. Do not skip any, and do not add one for several others.';
const OVERLAP = {
  message: (metric: string) =>
    `${metric} is right for one request at a time but wrong when requests overlap.`,
  hint: 'Do not keep anything about a request in a shared variable: the next request overwrites it.',
};
const timerRepeats = ({ metric, atOnce, later }: RequestsCountedFails['timer-counts-again']) => ({
  message: `A timer counts requests in ${metric} a second time.`,
  expected: `+${atOnce}, as when the last request was answered`,
  observed: `+${later} after the timers fired`,
  hint: 'Count each request once: remove the `inc()` call in the timer, or the other one.',
});

/** An error that the app printed explains more than the hint does. */
function withPrinted(words: FailWords, printed: PrintedFact | undefined): FailWords {
  if (printed === undefined) return words;
  const where = printed.at === undefined ? '' : ` at ${printed.at}`;
  const known = printed.known === undefined ? undefined : clientErrorWords(printed.known);
  return {
    ...words,
    observed: `${words.observed ?? ''}\nThe app printed${where}: ${shortened(printed.error, 200)}`,
    hint: known?.hint ?? 'A handler that throws stops there, and the lines below do not run.',
  };
}

export const counts = {
  'gains-negative': ({ metric, endpoints, ...rest }) => ({
    message: `${metric} goes down while requests arrive (${listed(endpoints)}).`,
    ...table(rest),
    hint: NOTHING_RESETS,
  }),
  'gains-of-others-only': ({ metric, counted: others, silent, ...rest }) => ({
    message: `${metric} counts ${listed(others)} but not ${listed(silent)}.`,
    ...table(rest),
    hint: 'Look at the place where you count: which requests reach it?',
  }),
  'gains-none': ({ metric, printed, ...rest }) =>
    withPrinted(
      {
        message: `No request adds anything to ${metric}.`,
        ...table(rest),
        hint: 'Call `inc()` inside each route handler, with the parentheses. Code outside a handler runs only once, at startup.',
      },
      printed,
    ),
  'gains-uneven': ({ metric, ...rest }) => ({
    message: `${metric} does not go up by 1 with each request: some add nothing, others more than 1.`,
    ...table(rest),
    hint: UNEVEN,
  }),
  'gains-missing': ({ metric, endpoints, isRootAlone, printed, ...rest }) =>
    withPrinted(
      {
        message: `${listed(endpoints)} ${plural(endpoints.length, 'adds', 'add')} nothing to ${metric}.`,
        ...table(rest),
        hint: isRootAlone
          ? 'A wildcard such as `/*splat` does not match the path `/`. Use `/{*splat}`, or `use()` without a path.'
          : 'Count in every place that responds to such a request, before it returns.',
      },
      printed,
    ),
  'gains-unwanted': ({ metric, endpoints, ...rest }) => ({
    message: `${listed(endpoints)} must not be counted in ${metric}.`,
    ...table(rest),
    hint: 'Count only where such a request ends up, not where other requests pass too.',
  }),
  'gains-twice': ({ metric, endpoints, ...rest }) => ({
    message: `One request to ${listed(endpoints)} adds 2 to ${metric}.`,
    ...table(rest),
    hint: 'Count each request once: either two places count it, or one place adds 2.',
  }),
  'gains-too-small': ({ metric, endpoints, ...rest }) => ({
    message: `Not every request to ${listed(endpoints)} adds 1 to ${metric}.`,
    ...table(rest),
    hint: 'Look for an amount below 1, or for a condition that skips some requests.',
  }),
  'gains-other-amount': ({ metric, endpoints, ...rest }) => ({
    message: `One request to ${listed(endpoints)} does not add exactly 1 to ${metric}.`,
    ...table(rest),
    hint: 'Add the same amount for each request, once.',
  }),
  'total-uneven': ({ metric, wanted, gained }) => ({
    message: `${metric} does not go up by 1 with each request.`,
    expected: `+${wanted} after ${counted(wanted, 'request')}`,
    observed: signed(gained),
    hint: UNEVEN,
  }),
  'first-of-a-kind-only': ({ metric, sent, counted: seen }) => ({
    message: `${metric} counts the first request of each kind but not the ones that follow.`,
    expected: `${counted(sent, 'request')} counted`,
    observed: `${seen} counted`,
    hint: 'Count every request, including one like an earlier one. Do not remember or reset anything in between.',
  }),
  'timer-lowers': ({ metric, labels, change }) => ({
    message: `${metric} goes down while no request arrives.`,
    expected: `${metric} never goes down`,
    observed: `${seriesText(metric, labels)} changes by ${change} when a timer fires`,
    hint: 'Remove the code that resets the metric. A counter only goes up; Prometheus calculates the increase per second.',
  }),
  'timer-raises': ({ metric, labels, change }) => ({
    message: `${metric} keeps rising after all requests are finished.`,
    expected: `${metric} stays the same while no request arrives`,
    observed: `${seriesText(metric, labels)} changes by +${change} each time a timer fires`,
    hint: 'A timer adds what it has added before. Empty what it reads, or count each request in its handler.',
  }),
  'timer-doubles': timerRepeats,
  'timer-counts-again': timerRepeats,
  'overlap-total': ({ metric, wanted, gained }) => ({
    message: OVERLAP.message(metric),
    expected: `+${wanted}`,
    observed: gained.map(signed).join(', '),
    hint: OVERLAP.hint,
  }),
  'overlap-series': ({ metric, wanted, gained }) => ({
    message: OVERLAP.message(metric),
    expected: seriesTable(metric, wanted),
    observed: seriesTable(metric, gained),
    hint: OVERLAP.hint,
  }),
  'removed-from-registry': ({ metric }) => ({
    message: `${metric} is removed from its registry while requests arrive.`,
    expected: `${metric} stays, and goes up`,
    observed: 'no such metric after the requests',
    hint: NOTHING_RESETS,
  }),
  'created-by-request': ({ metric }) => ({
    message: `${metric} exists only after the first request.`,
    expected: `${metric} as soon as the app runs`,
    observed: 'no such metric until a request arrived',
    hint: 'Create each metric once, at the top of the file. Handlers only use it.',
  }),
} satisfies FailEntries<RequestsCountedFails>;
