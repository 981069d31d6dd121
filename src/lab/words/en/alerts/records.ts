// What is found about recording rules over hidden timelines.
import type { RuleValuesFails, ValueDiffers } from '../../../checks/kinds/rule-values/facts.ts';
import type { FileLine } from '../../../checks/facts/prometheus/places.ts';
import type { FailEntries, FailWords } from '../../contract/entries.ts';
import { listed, oneOf } from '../grammar/phrases.ts';
import { where, written } from '../prometheus/places.ts';
import { moment } from './chart.ts';

const named = ({ rule, at }: { readonly rule: string; readonly at: FileLine }): string =>
  `${written(rule)} (${where(at)})`;

/** `0.1212 {path="/cart"}`; few digits, because values are compared within a tolerance. */
function row(labels: ValueDiffers['labels'], value: string): string {
  const shown = Object.entries(labels).map(([name, text]) => `${name}=${JSON.stringify(text)}`);
  const number = Number(value);
  const short = Number.isFinite(number) ? String(Number(number.toPrecision(4))) : value;
  return `${short} {${shown.join(', ')}}`;
}

const NOTHING = 'no series';

/** A value of a timeline that is wrong. */
const differs = (found: ValueDiffers, what: string, hint: string): FailWords => ({
  message: `Here ${found.here}: ${named(found)} ${what}.`,
  expected: found.expected === undefined ? `${NOTHING} of this kind` : row(found.labels, found.expected),
  observed:
    found.observed.length === 0
      ? NOTHING
      : found.observed.map((value) => row(found.labels, value)).join('\n'),
  hint,
});

export const records = {
  'not-recorded': ({ about, file, recorded }) => ({
    message: `No rule records ${about}.`,
    observed: recorded.length === 0 ? 'no recording rules' : listed(recorded.map(written)),
    hint: `Add a rule with \`record\` and \`expr\` to ${file}.`,
  }),
  'record-name-shape': ({ about, colons, ...rest }) => ({
    message: `${named(rest)} records ${about}, but its name is not of the form level:metric:operations.`,
    observed: colons === 1 ? 'a name with one colon' : `a name with ${colons === 0 ? 'no' : colons} colons`,
    hint: 'Write the labels that are left, the metric, and what was done to it, with a colon between them.',
  }),
  'record-name-total': ({ about, ...rest }) => ({
    message: `${named(rest)} records ${about}, but its name keeps the _total of the counter.`,
    hint: 'A rate is no counter any more. Leave out `_total` in the middle part of the name.',
  }),
  'record-name-level': ({ about, level, labels, ...rest }) => ({
    message: `${named(rest)} records ${about}, but the level ${written(level)} of its name does not name ${listed(labels)}.`,
    hint: 'The first part of the name lists the labels that the recorded series have.',
  }),
  'record-window-mismatch': ({ about, operations, windows, isNamed, ...rest }) => ({
    message: `${named(rest)} records ${about} over ${oneOf(windows)}, but ${written(operations)} ${isNamed ? 'names another window' : 'does not say so'}.`,
    hint: 'The last part of the name ends with the window of the expression, as in rate1m.',
  }),
  'interval-too-long/record': ({ about, intervalMs, windowMs, ...rest }) => ({
    message: `${named(rest)} records ${about} over ${moment(windowMs)}, but only every ${moment(intervalMs)}.`,
    hint: 'What happens in between is in none of the recorded values. Set a shorter interval or evaluation_interval.',
  }),
  'rate-of-recorded-sum': (found) =>
    differs(
      found,
      'does not survive that a counter begins again',
      'The sum of several counters falls when one of them restarts, and `rate` takes that for a restart of all. Take the rate of each counter first, then add the rates.',
    ),
  'average-of-averages': (found) =>
    differs(
      found,
      'averages ratios',
      'An average gives a quiet instance as much weight as a busy one. Add the failures and the requests first, then divide.',
    ),
  'zero-lost': (found) =>
    differs(
      found,
      'has no value where it should be 0',
      'A series that never existed has no rate, and nothing divided by something is nothing. Fill in 0 for the labels that are missing.',
    ),
  'windows-differ': ({ windows, ...found }) =>
    differs(
      found,
      `combines the windows ${listed(windows)}`,
      'Both sides of a division have to look at the same time. Use one window.',
    ),
  'recorded-labels': ({ by, ...found }) =>
    differs(
      found,
      `does not have one series for each ${listed(by)}`,
      'Add up what should be one series, and keep the labels that tell series apart.',
    ),
  'recorded-values-differ': (found) =>
    differs(
      found,
      'has another value',
      'Enter the expression in Prometheus and compare it with what you know of the traffic. Look at the selectors first, then at the order of rate and sum.',
    ),
} satisfies FailEntries<RuleValuesFails>;
