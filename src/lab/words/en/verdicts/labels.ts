// Labels and their values.
import type { LabelFacts, VisitPart } from '../../../checks/facts/labels.ts';
import type { Labels } from '../../../checks/facts/labels.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { quotedValue, seriesText } from '../../contract/format.ts';
import { listed, plural } from '../grammar/phrases.ts';

const counted = ({ metric, wanted, found }: { metric: string; wanted: Labels; found: Labels }) => ({
  expected: seriesText(metric, wanted),
  observed: seriesText(metric, found),
});

const PARTS: Readonly<Record<VisitPart, string>> = {
  path: 'the path of the request',
  query: 'the query of the request',
  body: 'the body of the request',
  host: 'the Host header',
  agent: 'the User-Agent header',
  referer: 'the Referer header',
  language: 'the Accept-Language header',
  accept: 'the Accept header',
  cookie: 'a cookie',
  id: 'an id that the visitor sends',
  address: 'the address of the visitor',
  url: 'the URL of the request',
};

const gains = (metric: string, gained: LabelFacts['counted-without-labels']['gained']): string =>
  gained.map(({ labels, value }) => `${seriesText(metric, labels)} +${value}`).join(', ');

function growth(reason: LabelFacts['label-grows']['reason']): string {
  if (reason === 'time') return 'changes with the time';
  return reason === 'each-request' ? 'has a new value with each request' : `repeats ${PARTS[reason.repeats]}`;
}

export const labels = {
  'counted-with-and-without-labels': ({ metric, endpoint, wanted, gained }) => ({
    message: `${endpoint} is counted twice: with labels and without.`,
    expected: seriesText(metric, wanted),
    observed: gains(metric, gained),
    hint: 'Find the `inc()` call that has no labels, and remove it.',
  }),
  'counted-without-labels': ({ metric, endpoints, names, wanted, gained }) => ({
    message: `${listed(endpoints)} ${plural(endpoints.length, 'is', 'are')} counted without the ${plural(names.length, 'label', 'labels')} ${listed(names)}.`,
    expected: seriesText(metric, wanted),
    observed: gains(metric, gained),
    hint: `Pass the labels as the first argument: \`inc({ ${names.map((name) => `${name}: …`).join(', ')} })\`. An amount, if any, comes second.`,
  }),
  'counted-without-some-labels': ({ endpoint, missing, ...rest }) => ({
    message: `${endpoint} is counted without the ${plural(missing.length, 'label', 'labels')} ${listed(missing)}.`,
    ...counted(rest),
    hint: 'Give a value to every label in each call that counts.',
  }),
  'label-of-another-name': ({ name, meant, ...rest }) => ({
    message: `${rest.metric} has a label ${meant}, but none named ${name}.`,
    ...counted(rest),
    hint: 'Give the label the name that the step asks for: queries and dashboards use it.',
  }),
  'label-spelled-two-ways': ({ metric, name, values }) => {
    const both = listed(values.map((value) => JSON.stringify(value)));
    return {
      message: `The label ${name} of ${metric} is spelled in two ways: ${both}.`,
      expected: 'one spelling',
      observed: both,
      hint: 'Prometheus treats them as different values. Choose one spelling and keep it.',
    };
  },
  'counted-in-several-series': ({ metric, endpoint, wanted, found }) => ({
    message: `One ${endpoint} is counted in two series.`,
    expected: seriesText(metric, wanted),
    observed: found.map((one) => seriesText(metric, one)).join(', '),
    hint: 'Two places count the same request with different values. Keep only the correct one.',
  }),
  'label-value-differs': ({ metric, endpoint, values, isFunction, wanted, found }) => ({
    message: `${endpoint} is counted under ${listed(Object.entries(values).map(([name, value]) => `${name}=${quotedValue(value)}`))}.`,
    expected: seriesText(metric, wanted),
    observed: found.map((one) => seriesText(metric, one)).join(', '),
    hint: isFunction
      ? 'That is the text of a function. Look for the property that holds the value.'
      : 'Compare the values in the call that counts with the request.',
  }),
  'label-value-missing': ({ endpoint, name, value, ...rest }) => ({
    message: `${endpoint} is counted under ${name}=${quotedValue(value)}.`,
    ...counted(rest),
    hint: `The value of ${name} is unknown where you count: what you read there is not set, or not set yet.`,
  }),
  'label-values-swapped': ({ names, ...rest }) => ({
    message: `The values of ${listed(names)} are swapped.`,
    ...counted(rest),
    hint: 'In an object, compare each name with its value. Values without names go to the labels in the order of `labelNames`.',
  }),
  'label-holds-pattern': ({ name, value, ...rest }) => ({
    message: `The label ${name} holds the pattern of a route instead of a path: ${quotedValue(value)}.`,
    ...counted(rest),
    hint: 'The route is a regular expression, and its text became the value. Write the path yourself, or make the route a string.',
  }),
  'label-holds-url': ({ name, wanted, value }) => ({
    message: `The label ${name} holds the whole URL: ${JSON.stringify(value)}.`,
    expected: `${name}=${JSON.stringify(wanted)}`,
    observed: `${name}=${JSON.stringify(value)}`,
    hint: 'Use the path alone: a URL holds more, and each new one makes a new series.',
  }),
  'label-grows': ({ metric, name, reason, examples }) => ({
    message: `The label ${name} ${growth(reason)}: ${quotedValue(examples[0]?.[name])}.`,
    expected: 'labels that have few values',
    observed: examples.map((one) => seriesText(metric, one)).join('\n'),
    hint: `Each value of a label makes a separate series, and Prometheus keeps them all. Remove the label ${name}, or give it one of a few values that you know beforehand.`,
  }),
} satisfies FailEntries<LabelFacts>;
