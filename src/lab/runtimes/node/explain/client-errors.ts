// Tells the client's own errors by their text: the one place that knows its wording (prom-client 11 to 15, and
// @prometheus-io/client 0.16). Pure.
import type { ClientErrors } from '../../contract/program-errors.ts';
import type { FactOf } from '../../../model/verdict.ts';
import { findKnown, type Known } from './known-errors.ts';

const known: readonly Known<ClientErrors>[] = [
  [
    /A metric with the name (\S+) has already been registered/,
    ([, name = '']) => ({ kind: 'metric-defined-twice', name }),
  ],
  [/constructor expected a config object/, () => ({ kind: 'metric-from-arguments' })],
  [/Missing mandatory help parameter/, () => ({ kind: 'help-left-out' })],
  [/Missing mandatory name parameter/, () => ({ kind: 'name-left-out' })],
  [/Invalid metric name/, () => ({ kind: 'name-not-allowed', of: 'metric' })],
  [
    /Invalid label name|At least one label name is invalid/,
    () => ({ kind: 'name-not-allowed', of: 'label' }),
  ],
  [
    /Class constructor (\w+) cannot be invoked without 'new'/,
    ([, name = '']) => ({ kind: 'new-left-out', name }),
  ],
  // The places of a list are taken for the names of labels.
  [/Added label "0" is not included in initial labelset/, () => ({ kind: 'label-values-as-list' })],
  [
    /Added label "([^"]*)" is not included in initial labelset/,
    ([, label = '']) => ({ kind: 'label-not-declared', label }),
  ],
  [/Invalid number of arguments/, () => ({ kind: 'label-values-uneven' })],
  [
    /(?:Value|Delta) is not a valid number: ([^\n]{1,60})/,
    ([, value = '']) => ({ kind: 'amount-not-a-number', value }),
  ],
  [/It is not possible to decrease a counter/, () => ({ kind: 'counter-decreased' })],
  [/names\.(?:every|filter) is not a function/, () => ({ kind: 'label-names-not-a-list' })],
  [
    /(\S{1,60})\.(dec|decrement|decrease|increment|increase|incr|add|count|plus|up) is not a function/,
    ([, metric = '', method = '']) => ({ kind: 'metric-method-unknown', metric, method }),
  ],
  // metrics() finds the metrics in its registry, which is `this`.
  [
    /Cannot read properties of undefined \(reading '\w+'\)\s+at .*node_modules[\\/](?:prom-client|@prometheus-io[\\/]client)[\\/].*\bregistry\.[cm]?js/,
    () => ({ kind: 'register-detached' }),
  ],
  // inc and dec find the series in their metric, which is `this`: the error comes from a line of the client.
  [
    /Cannot read properties of undefined \(reading '(?:'\)|\w+'\)\s+at .*node_modules[\\/](?:prom-client|@prometheus-io[\\/]client)[\\/])/,
    () => ({ kind: 'metric-detached' }),
  ],
];

/** The known error of the client in `text`; undefined if there is none. */
export const findClientError = (text: string): FactOf<ClientErrors> | undefined => findKnown(known, text);
