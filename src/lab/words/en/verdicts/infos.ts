// Metrics that say which program runs.
import type { InfoFails } from '../../../checks/kinds/metric/facts.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { seriesText } from '../../contract/format.ts';
import { counted, listed, plural } from '../grammar/phrases.ts';

const one = (labels: readonly string[]): string => `one series with the labels ${listed(labels)}`;
const changed = (metric: string, name: string, values: readonly string[]): string =>
  values.map((value) => seriesText(metric, { [name]: value })).join('\n');

export const infos = {
  'info-without-series': ({ metric, labels }) => ({
    message: `${metric} is defined but has no series.`,
    expected: one(labels),
    observed: 'no series',
    hint: 'A metric with labels has no series before it is set. Set it once, below its definition.',
  }),
  'info-in-several-series': ({ metric, count, found }) => ({
    message: `${metric} has ${counted(count, 'series', 'series')}; one program has one version.`,
    expected: 'one series',
    observed: found.map((labels) => seriesText(metric, labels)).join('\n'),
    hint: 'Put all labels into one call, and set it once, when the program starts.',
  }),
  'info-without-labels': ({ metric, missing, found }) => ({
    message: `The series of ${metric} lacks the ${plural(missing.length, 'label', 'labels')} ${listed(missing)}.`,
    expected: one(missing),
    observed: seriesText(metric, found),
    hint: 'Give each label a value that is not empty.',
  }),
  'info-label-without-value': ({ metric, name, value }) => ({
    message: `The label ${name} of ${metric} says ${value === '' ? 'nothing' : value}.`,
    expected: `a value of ${name}`,
    observed: seriesText(metric, { [name]: value }),
    hint: 'Where the value comes from a variable or a file, use a text such as unknown if it is not there.',
  }),
  'info-value-differs': ({ metric, found, value }) => ({
    message: `The value of ${metric} is ${value}, not 1.`,
    expected: `${seriesText(metric, found)} 1`,
    observed: `${seriesText(metric, found)} ${value}`,
    hint: 'All that such a metric says is in its labels. With the value 1, a query can multiply by it and change nothing.',
  }),
  'info-changes-when-read': ({ metric, name, values }) => ({
    message: `The label ${name} of ${metric} has another value each time it is read.`,
    expected: 'the same labels as long as the program runs',
    observed: changed(metric, name, values),
    hint: 'Choose values that say which program runs, not when or where.',
  }),
  'info-changes-at-start': ({ metric, name, values }) => ({
    message: `The label ${name} of ${metric} has another value after each start of the same program.`,
    expected: 'the same labels for the same version',
    observed: changed(metric, name, values),
    hint: 'Choose values that say which program runs. When it started is in the metric process_start_time_seconds.',
  }),
  'info-label-on-others': ({ metric, name, others }) => ({
    message: `${listed(others)} ${plural(others.length, 'has', 'have')} the label ${name} too.`,
    expected: `${name} on ${metric} alone`,
    observed: listed(others.map((other) => `${other}{${name}="…"}`)),
    hint: 'Remove the label there: with each release, all series of such a metric would end and new ones begin. A query can join the two.',
  }),
} satisfies FailEntries<InfoFails>;
