// What is found wrong with how a query looks at time: counters, gauges and their windows.
import type { QueryFails } from '../../../../checks/kinds/query-worlds/facts.ts';
import type { FailEntries } from '../../../contract/entries.ts';
import { seen } from './seen.ts';

const minutes = (ms: number): string =>
  ms % 3_600_000 === 0
    ? `${ms / 3_600_000}h`
    : ms % 60_000 === 0
      ? `${ms / 60_000}m`
      : ms % 1_000 === 0
        ? `${ms / 1_000}s`
        : `${ms}ms`;

export const windows = {
  'raw-counter': (one) =>
    seen(
      one,
      `The query uses values of the counter ${one.metric} as they are`,
      'Use a function that looks at how much each series grew within a window, and that knows restarts.',
    ),
  'rate-after-sum': (one) =>
    seen(
      one,
      `\`${one.func}\` looks at a sum, where the restart of one instance looks like one of all`,
      `Put \`${one.func}\` around each series first, and add up what it returns.`,
    ),
  'instant-rate': (one) =>
    seen(
      one,
      `\`${one.func}\` uses only the last two samples of the window`,
      'Use a function that averages over the whole window.',
    ),
  'gauge-function': (one) =>
    seen(
      one,
      `\`${one.func}\` is for gauges, and takes a restart of the counter ${one.metric} for a fall`,
      'Use a function for counters, which continues from 0 after a restart.',
    ),
  'rate-of-gauge': (one) =>
    seen(
      one,
      `\`${one.func}\` is for counters, and takes each fall of the gauge ${one.metric} for a restart`,
      'Use a function that looks at the values of a gauge over time.',
    ),
  'window-too-short': (one) =>
    seen(
      one,
      `A window of ${minutes(one.windowMs)} has fewer than two samples where they are ${minutes(one.gapMs)} apart`,
      'Take a window of at least four scrape intervals.',
    ),
  'wrong-window': (one) =>
    seen(
      one,
      `The window of ${minutes(one.windowMs)} is not the one that is asked for`,
      'Compare the length of the window with the question.',
    ),
  'shifted-in-time': (one) =>
    seen(
      one,
      'The query looks at another moment than now',
      'Leave out `offset` and `@`: the window before the question is what counts.',
    ),
} satisfies Partial<FailEntries<QueryFails>>;
