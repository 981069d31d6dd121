// How a metric records the outcomes of requests.
import type { OutcomeFacts } from '../../../../checks/facts/outcomes.ts';
import type { FailEntries } from '../../../contract/entries.ts';
import { quotedValue, seriesText } from '../../../contract/format.ts';
import { counted, listed, plural } from '../../grammar/phrases.ts';

type WrongOutcome = OutcomeFacts['outcome-at-start'];

const series = ({ metric, wanted, found }: Pick<WrongOutcome, 'metric' | 'wanted' | 'found'>) => ({
  expected: seriesText(metric, wanted),
  observed: seriesText(metric, found),
});

const silence = ({ metric, silent }: OutcomeFacts['outcome-failures-missing']) => ({
  expected: `each request is recorded in ${metric}`,
  observed: `nothing is recorded for ${listed(silent)}`,
});

const WHEN_CLOSED =
  'Record the request when its response closes, and read the status there: `close` fires after the handlers, also if they fail.';

export const outcomes = {
  'outcome-successes-only': (facts) => ({
    message: `${facts.metric} records only requests that succeed.`,
    ...silence(facts),
    hint: WHEN_CLOSED,
  }),
  'outcome-failures-missing': (facts) => ({
    message: `Requests that fail are not recorded in ${facts.metric}.`,
    ...silence(facts),
    hint: 'A handler that throws does not reach the lines below. Record the request when its response closes, or also in an error handler.',
  }),
  'outcome-missing-pages-missing': (facts) => ({
    message: `Requests that match no route are not recorded in ${facts.metric}.`,
    ...silence(facts),
    hint: 'Such requests reach no route, so record them in a middleware above all routes, or also in the last handler.',
  }),
  'outcome-at-start': (facts) => ({
    message: `${facts.endpoint} is recorded in ${facts.metric} before its outcome is known.`,
    ...series(facts),
    hint: 'At the start of a request, its outcome is not known yet. Record it when its response closes.',
  }),
  'outcome-status-too-early': (facts) => ({
    message: `The label ${facts.name} of ${facts.metric} holds the status that each response begins with.`,
    ...series(facts),
    hint: WHEN_CLOSED,
  }),
  'outcome-failure-as-success': (facts) => ({
    message: `${facts.endpoint} does not succeed, but appears in ${facts.metric} as a success.`,
    ...series(facts),
    hint: 'Use the status of the response, not a fixed one, and read it after the response was sent.',
  }),
  'outcome-merged': ({ metric, name, value, endpoints }) => ({
    message: `Different failures share one value of the label ${name} in ${metric}.`,
    expected: `the status of the response for each of ${listed(endpoints)}`,
    observed: `${name}=${quotedValue(value)} for all of them`,
    hint: 'A missing page is mostly a mistake of the visitor, a 500 is one of the shop. Use the status code itself.',
  }),
  'outcome-raw-path': ({ metric, name, values }) => ({
    message: `Requests that match no route create a new series of ${metric} for each path.`,
    expected: `one value of ${name} for all of them`,
    observed: values.map((value) => `${name}=${quotedValue(value)}`).join(', '),
    hint: 'Visitors can invent any number of paths. Use the path of the route, and one fixed value where no route matches.',
  }),
  'outcome-aborted-as-success': (facts) => ({
    message: `A request whose visitor left before the response appears in ${facts.metric} as a success.`,
    expected: `${seriesText(facts.metric, facts.wanted)} with another ${facts.name}`,
    observed: seriesText(facts.metric, facts.found),
    hint: 'If the response was never sent, its status says nothing. `res.writableFinished` tells you.',
  }),
  'outcome-aborted-twice': ({ metric, sent, recorded }) => ({
    message: `A request whose visitor left before the response is recorded in ${metric} more than once.`,
    expected: `+${sent} for ${counted(sent, 'aborted request')}`,
    observed: `+${recorded}`,
    hint: 'Record each request in one place only, or remember that it is recorded already.',
  }),
  'outcome-aborted-missing': ({ metric, sent, recorded }) => ({
    message: `Requests whose visitor left before the response are missing from ${metric}.`,
    expected: `+${sent} for ${counted(sent, 'aborted request')}`,
    observed: `+${recorded} ${plural(recorded, 'request', 'requests')}`,
    hint: '`finish` fires only for a response that was sent. `close` fires in any case, exactly once.',
  }),
} satisfies FailEntries<OutcomeFacts>;
