// What is found about a learner's answers on an incident.
import type { IncidentField, IncidentFails } from '../../../checks/kinds/incident/facts.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { counted, listed } from '../grammar/phrases.ts';

const FIELDS: Readonly<Record<IncidentField, { readonly name: string; readonly hint: string }>> = {
  endpoint: { name: 'the endpoint', hint: 'Write the method and the path, like `GET /cart`.' },
  since: {
    name: 'the start',
    hint: 'Write a time of day, like `14:05`, or how long ago, like `20 minutes ago`.',
  },
  badly: { name: 'the size', hint: 'Write a share like `12 %`, a duration like `1.2 s`, or a number.' },
  alert: { name: 'the alert', hint: 'Write the name of the alert as in your rules, or `none`.' },
};

const UNITS = { share: 'a share of the requests', seconds: 'a duration', requests: 'a number of requests' };

const MEASURES: Readonly<Record<keyof typeof UNITS, string>> = {
  share:
    'Divide the rate of the failed requests to this endpoint by the rate of all requests to it, after the start.',
  seconds: 'Ask for the 95th percentile of this endpoint, after the start.',
  requests: 'Read the gauge of requests in progress after the start.',
};

const wrong = ({ answer }: { readonly answer: string }, what: string, hint: string) => ({
  message: `${answer} is not correct: ${what}.`,
  observed: answer,
  hint,
});

export const incidents = {
  'incident-answer-incomplete': ({ missing }) => ({
    message: `The answer lacks ${listed(missing.map((field) => FIELDS[field].name))}.`,
    hint: FIELDS[missing[0] ?? 'endpoint'].hint,
  }),
  'incident-answer-unreadable': ({ answer, field }) => ({
    message: `${JSON.stringify(answer)} does not say what ${FIELDS[field].name} is.`,
    observed: answer,
    hint: FIELDS[field].hint,
  }),
  'incident-busiest-endpoint': (typed) =>
    wrong(
      typed,
      'this is only the endpoint with the most requests',
      'Compare each endpoint with how it was before: what has changed, and where?',
    ),
  'incident-most-errors-ever': (typed) =>
    wrong(
      typed,
      'this endpoint has the most errors since its counters began, but not now',
      'A counter remembers old errors. Use `rate` to see those of the last minutes.',
    ),
  'incident-other-endpoint': (typed) =>
    wrong(
      typed,
      'this endpoint is as it was before',
      'Look at the failed requests, the durations and the requests in progress, each by path and method.',
    ),
  'incident-alert-start': ({ isPending, ...typed }) =>
    wrong(
      typed,
      `at that time an alert ${isPending ? 'became pending' : 'fired'}, which is later than the start`,
      'Look at a graph of the metric itself: where does the line begin to change?',
    ),
  'incident-time-zone': ({ hours, ...typed }) =>
    wrong(
      typed,
      `it is ${Math.abs(hours)} hour${Math.abs(hours) === 1 ? '' : 's'} off, like the time of another time zone`,
      'Compare the clock of the page with the clock of this computer. UTC is fine as well.',
    ),
  'incident-too-early': (typed) =>
    wrong(
      typed,
      'then all was still well',
      'Find the first point of the graph that differs from the ones before it.',
    ),
  'incident-too-late': (typed) =>
    wrong(
      typed,
      'it began earlier',
      'Find the first point of the graph that differs from the ones before it.',
    ),
  'incident-percent-not-share': (typed) =>
    wrong(
      typed,
      'that is the share, with a percent sign behind it',
      'A ratio of 0.5 is 50 %. Multiply by 100, or leave the sign out.',
    ),
  'incident-wrong-size': ({ unit, isMore, ...typed }) =>
    wrong(typed, `it is ${isMore ? 'less' : 'more'} than that`, MEASURES[unit]),
  'incident-wrong-unit': ({ unit, ...typed }) =>
    wrong(typed, `${UNITS[unit]} is asked for here`, MEASURES[unit]),
  'incident-only-pending': (typed) =>
    wrong(
      typed,
      'this alert was pending and did not fire',
      'Query `ALERTS{alertstate="firing"}` over the past hour.',
    ),
  'incident-alert-unknown': ({ alerts, ...typed }) =>
    wrong(
      typed,
      alerts.length === 0
        ? 'your rules have no alert'
        : `your rules have ${counted(alerts.length, 'alert')}: ${listed(alerts)}`,
      'Query `ALERTS` over the past hour, and read the label `alertname`.',
    ),
  'incident-alert-silent': (typed) =>
    wrong(typed, 'this alert was silent', 'Query `ALERTS{alertstate="firing"}` over the past hour.'),
  'incident-alert-missed': (typed) =>
    wrong(typed, 'an alert fired', 'Query `ALERTS{alertstate="firing"}` over the past hour.'),
  'incident-rules-rejected': ({ said }) => ({
    message: `Your rules cannot be evaluated: ${said}`,
    hint: 'Correct them first: one of your alerts is a part of the question.',
  }),
} satisfies FailEntries<IncidentFails>;
