// What the client's own error texts mean: the one place that knows their wording (prom-client 11 to 15, and
// @prometheus-io/client 0.16).
import type { FailCode } from '../facts/codes.ts';

export interface ClientError {
  /** The code where the error ended the app at start. */
  readonly startCode: FailCode;
  /** The code where a request set it off. */
  readonly requestCode: FailCode;
  readonly message: string;
  readonly hint: string;
}

interface KnownError extends Omit<ClientError, 'message'> {
  readonly pattern: RegExp;
  readonly message: (match: RegExpExecArray) => string;
}

const broken = 'endpoint-broken' as const;
const known: readonly KnownError[] = [
  {
    pattern: /A metric with the name (\S+) has already been registered/,
    startCode: 'defined-twice',
    requestCode: 'created-in-handler',
    message: ([, name]) => `The metric ${name} is created more than once.`,
    hint: 'Create each metric once, at the top of the file; what runs again and again may only use it.',
  },
  {
    pattern: /constructor expected a config object/,
    startCode: 'positional-arguments',
    requestCode: broken,
    message: () => 'A metric is made from separate arguments; it takes one object.',
    hint: 'Give the constructor one object with the properties name and help.',
  },
  {
    pattern: /Missing mandatory help parameter/,
    startCode: 'help-missing',
    requestCode: broken,
    message: () => 'A metric has no help text.',
    hint: 'Every metric needs a help text: one sentence for the people who read it later.',
  },
  {
    pattern: /Missing mandatory name parameter/,
    startCode: 'name-missing',
    requestCode: broken,
    message: () => 'A metric has no name.',
    hint: 'Give the metric a name, as the step says.',
  },
  {
    pattern: /Invalid (metric|label) name|At least one (label) name is invalid/,
    startCode: 'name-invalid',
    requestCode: broken,
    message: ([, kind, otherKind]) => `A ${kind ?? otherKind} name has a character that is not allowed.`,
    hint: 'Use letters, digits and underscores only, and no digit at the start.',
  },
  {
    pattern: /Class constructor (\w+) cannot be invoked without 'new'/,
    startCode: 'new-missing',
    requestCode: broken,
    message: ([, name]) => `${name} is called like a function.`,
    hint: 'A metric is an object of a class: put `new` in front.',
  },
  {
    // The places of a list are taken for the names of labels.
    pattern: /Added label "0" is not included in initial labelset/,
    startCode: 'label-not-declared',
    requestCode: 'label-not-declared',
    message: () => 'The values of the labels are given as a list.',
    hint: 'inc() takes an object that names the label of each value: `inc({ path: …, method: … })`. Values without names go into labels(), one after the other.',
  },
  {
    pattern: /Added label "([^"]*)" is not included in initial labelset/,
    startCode: 'label-not-declared',
    requestCode: 'label-not-declared',
    message: ([, label = '']) => `The label ${label} is used and not declared.`,
    hint: 'Give each label the name that it has in `labelNames`, where the metric is created, or add the name there.',
  },
  {
    pattern: /Invalid number of arguments/,
    startCode: 'app-crashed',
    requestCode: broken,
    message: () => 'labels() is given more or fewer values than the metric has labels.',
    hint: 'Give labels() one value for each name in `labelNames`, in the same order.',
  },
  {
    pattern: /(?:Value|Delta) is not a valid number: ([^\n]{1,60})/,
    startCode: 'app-crashed',
    requestCode: broken,
    message: ([, value]) => `A metric is given ${value} where it takes a number.`,
    hint: 'The labels are one object, and come first; the amount is a number, and comes after them. Without an amount the metric goes up by 1.',
  },
  {
    pattern: /It is not possible to decrease a counter/,
    startCode: 'app-crashed',
    requestCode: broken,
    message: () => 'A counter is given a negative amount.',
    hint: 'A counter only goes up: call inc() without an amount to add 1.',
  },
  {
    pattern: /names\.(?:every|filter) is not a function/,
    startCode: 'app-crashed',
    requestCode: broken,
    message: () => 'The label names of a metric are not a list.',
    hint: '`labelNames` takes a list, also for a single name.',
  },
  {
    pattern:
      /(\S{1,60})\.(dec|decrement|decrease|increment|increase|incr|add|count|plus|up) is not a function/,
    startCode: 'app-crashed',
    requestCode: broken,
    message: ([, metric, method]) => `${metric} has no method ${method}().`,
    hint: 'A counter goes up by inc(). A gauge goes up by inc() and down by dec(). Neither has another method for that.',
  },
  {
    // metrics() finds the metrics in its registry, which is `this`.
    pattern:
      /Cannot read properties of undefined \(reading '\w+'\)\s+at .*node_modules[\\/](?:prom-client|@prometheus-io[\\/]client)[\\/].*\bregistry\.[cm]?js/,
    startCode: 'app-crashed',
    requestCode: broken,
    message: () => 'A method of the register runs without its register.',
    hint: 'Handed over by its name alone, a method loses the register that it belongs to: call it as `register.metrics()`.',
  },
  {
    // inc and dec find the series in their metric, which is `this`: the error comes from a line of the client.
    pattern:
      /Cannot read properties of undefined \(reading '(?:'\)|\w+'\)\s+at .*node_modules[\\/](?:prom-client|@prometheus-io[\\/]client)[\\/])/,
    startCode: 'app-crashed',
    requestCode: broken,
    message: () => 'A method of a metric runs without its metric.',
    hint: 'Handed over by its name alone, a method loses the metric that it belongs to: hand over a function that calls it.',
  },
];

/** What a known error of the client in `text` means; undefined where there is none. */
export function explainClientError(text: string): ClientError | undefined {
  for (const { pattern, message, ...rest } of known) {
    const match = pattern.exec(text);
    if (match !== null) return { ...rest, message: message(match) };
  }
  return undefined;
}
