// What the client's own error texts mean: the one place that knows their wording (prom-client 11 to 15, and
// @prometheus-io/client 0.16).
import type { FailCode } from './codes.ts';

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
    pattern: /Added label "([^"]*)" is not included in initial labelset/,
    startCode: 'label-not-declared',
    requestCode: 'label-not-declared',
    message: ([, label]) => `The label ${label} is used and not declared.`,
    hint: 'A metric must name all its labels in `labelNames` when it is created.',
  },
  {
    pattern: /Invalid number of arguments|(?:Value|Delta) is not a valid number/,
    startCode: 'app-crashed',
    requestCode: broken,
    message: () => 'A metric is called with arguments that it does not take.',
    hint: 'Compare the call with what the client expects: the labels first, then the amount.',
  },
  {
    pattern: /names\.(?:every|filter) is not a function/,
    startCode: 'app-crashed',
    requestCode: broken,
    message: () => 'The label names of a metric are no list.',
    hint: '`labelNames` takes a list, also for a single name.',
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
