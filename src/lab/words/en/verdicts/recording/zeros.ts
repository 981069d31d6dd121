// Whether series exist with 0 before anything has happened.
import type { ZeroInitialisedFails } from '../../../../checks/kinds/zero-initialised/facts.ts';
import type { Labels } from '../../../../checks/facts/labels.ts';
import type { FailEntries } from '../../../contract/entries.ts';
import { seriesText } from '../../../contract/format.ts';
import { listed, plural } from '../../grammar/phrases.ts';

const lines = (metric: string, list: readonly Labels[], value: string): string =>
  list.map((labels) => `${seriesText(metric, labels)} ${value}`).join('\n');

const missingSeries = ({ metric, missing, found }: ZeroInitialisedFails['zeros-absent']) => ({
  expected: lines(metric, missing, '0'),
  observed:
    found.length === 0 ? `no series of ${metric}` : found.map((one) => seriesText(metric, one)).join('\n'),
});

export const zeros = {
  'zeros-absent': (facts) => ({
    message: `Before the first failure, ${facts.metric} has no series for it.`,
    ...missingSeries(facts),
    hint: 'When the app starts, add 0 to each of these series: the labels are the first argument of `inc`, the amount is the second.',
  }),
  'zeros-made-by-request': (facts) => ({
    message: `The series of ${facts.metric} with 0 appear only when a request arrives.`,
    ...missingSeries(facts),
    hint: 'Code in a handler or a middleware runs with the first request. Initialize the series at the top of the file.',
  }),
  'zeros-for-some': (facts) => ({
    message: `${facts.metric} has the series with 0 for some failures but not for all.`,
    ...missingSeries(facts),
    hint: 'Initialize one series for each route: each path with each of its methods.',
  }),
  'zeros-without-labels': (facts) => ({
    message: `${facts.metric} has a series with 0 that lacks the ${plural(facts.names.length, 'label', 'labels')} ${listed(facts.names)}.`,
    ...missingSeries(facts),
    hint: 'Give each label the value that it has when the failure is counted. Other labels are another series.',
  }),
  'zeros-not-zero': ({ metric, labels, value }) => ({
    message: `${seriesText(metric, labels)} does not start at 0.`,
    expected: `${seriesText(metric, labels)} 0`,
    observed: `${seriesText(metric, labels)} ${value}`,
    hint: 'Without an amount, `inc` adds 1. To create a series without counting anything, add 0.',
  }),
  'zeros-in-other-series': ({ metric, endpoint, wanted, found }) => ({
    message: `The first failure of ${endpoint} is counted in another series than the one that starts at 0.`,
    expected: `${seriesText(metric, wanted)} 1`,
    observed: lines(metric, found, '1'),
    hint: 'Both places need the same values for all labels, spelled the same.',
  }),
  'zeros-first-failure': ({ metric, endpoint, labels, value }) => ({
    message: `After the first failure of ${endpoint}, its series is not 1.`,
    expected: `${seriesText(metric, labels)} 1`,
    observed: `${seriesText(metric, labels)} ${value}`,
    hint: 'Initialize a series once, count each failure once, and do not reset the metric.',
  }),
} satisfies FailEntries<ZeroInitialisedFails>;
