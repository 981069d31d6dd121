// How the app responds to requests.
import type { ResponseFacts } from '../../../checks/facts/responses.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { outputText } from '../../contract/format.ts';
import { duration, listed, plural } from '../grammar/phrases.ts';
import { clientErrorWords, runtimeHint } from './program-errors.ts';

/** An error comes last in what the app printed. */
const ERROR_LINES = 4;
const UNCHANGED = 'Adding metrics must not change how the API responds.';

const status = (wanted: number | undefined): string | undefined =>
  wanted === undefined ? undefined : `status ${wanted}`;

const failure = ({
  wanted,
  status: found,
  error,
  output,
}: Omit<ResponseFacts['handler-failed'], 'request' | 'known'>) => ({
  expected: status(wanted),
  observed: error ?? outputText(output, ERROR_LINES) ?? `status ${found}`,
});

export const responses = {
  'endpoint-on-other-port': ({ request, port, wanted }) => ({
    message: `${request} responds on port ${port} instead of ${wanted}.`,
    expected: `${request} on port ${wanted}`,
    observed: `port ${port}`,
    hint: 'Compare the number in each `listen()` call with the step: which app belongs on which port?',
  }),
  'response-missing': ({ request, wanted, afterMs }) => ({
    message: `${request} gets no response.`,
    expected: status(wanted),
    observed: `no complete response within ${duration(afterMs)}`,
    hint: 'Call `next()` in each middleware, and send a response in each handler.',
  }),
  'response-too-large': ({ request, maxBytes }) => ({
    message: `The response to ${request} is far larger than it should be.`,
    observed: `more than ${maxBytes} bytes`,
    hint: UNCHANGED,
  }),
  'response-cut-off': ({ request, wanted, error }) => ({
    message: `${request} gets no response: the app closed the connection.`,
    expected: status(wanted),
    observed: error ?? 'connection refused',
    hint: 'Check whether the app still runs, and what it printed last.',
  }),
  'status-differs': ({ request, wanted, found }) => ({
    message: `${request} responds with ${found}.`,
    expected: status(wanted),
    observed: status(found),
    hint: UNCHANGED,
  }),
  'all-not-found': ({ requests }) => ({
    message: `Every page responds with 404, including ${listed(requests.slice(0, 2))}.`,
    expected: 'the pages that exist',
    observed: 'status 404 for all of them',
    hint: 'Express runs handlers from top to bottom: put the one that responds to every request last. Call `next()` once in each middleware, and mount each router with `use()`.',
  }),
  'some-not-found': ({ requests }) => ({
    message: `${listed(requests)} ${plural(requests.length, 'responds', 'respond')} with 404.`,
    expected: 'the endpoint is there, as in the previous step',
    observed: 'status 404',
    hint: 'Compare the method and the path of the route with the step.',
  }),
  'handler-failed': ({ request, known, ...rest }) => ({
    message: `${request} responds with ${rest.status}, because its handler failed.`,
    ...failure(rest),
    hint:
      known === undefined ? 'Read the error: it says what went wrong in the handler.' : runtimeHint(known),
  }),
  'handler-failed-in-client': ({ request, known, ...rest }) => {
    const { what, hint } = clientErrorWords(known);
    return { message: `${request} responds with ${rest.status}: ${what}.`, ...failure(rest), hint };
  },
  'body-differs': ({ request, wanted, found }) => ({
    message: `The response to ${request} is not the expected one.`,
    expected: wanted,
    observed: found === '' ? 'an empty response' : found,
    hint: UNCHANGED,
  }),
} satisfies FailEntries<ResponseFacts>;
