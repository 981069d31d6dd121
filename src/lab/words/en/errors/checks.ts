// Why a check cannot go on, for a reason that is not the learner's.
import type { CheckErrors } from '../../../checks/facts/errors.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import type { ErrorEntries } from '../../contract/entries.ts';
import { connections } from './connections.ts';
import { duration } from '../grammar/phrases.ts';

const CHECK_AGAIN = 'Check again. If the computer is busy with other programs, close some of them first.';

export const checkErrors = {
  'bad-check/field-missing': ({ field }) => ({
    message: `The question lacks its field ${field}.`,
    hint: 'Add the field to the check of form answer in the step.',
  }),
  'bad-check/world-unreadable': ({ name, line, said }) => ({
    message: `The world ${name} cannot be read: in line ${line} of its \`load\`, ${said}.`,
    hint: 'Correct the line in the step.',
  }),
  'bad-check/world-too-long': ({ name }) => ({
    message: `The world ${name} has too many samples.`,
    hint: 'Make the world shorter in the step.',
  }),
  'bad-check/reference': ({ name, said }) => ({
    message:
      said === undefined
        ? `In the world ${name}, several rows of the reference query have the same labels \`by\`.`
        : `The reference query has no result in the world ${name}: ${said}.`,
    hint: 'Correct the reference or the world in the step.',
  }),
  'bad-check/no-such-port': ({ name }) => ({
    message: `The course has no port named ${name}.`,
    hint: 'Name it under app.ports in course.yaml.',
  }),
  'bad-check/probe-unreadable': ({ world, said }) => ({
    message: `The world ${world} of the check cannot be read: ${said}.`,
    hint: 'Write it in the notation of load, as in docs/embedded-prometheus.md.',
  }),
  'bad-check/timeline': ({ name, line, said }) => ({
    message: `Line ${line} of the timeline ${name} cannot be read: ${shortened(said)}.`,
    hint: 'Correct the line in the step.',
  }),
  'bad-check/timeline-too-long': ({ name }) => ({
    message: `The timeline ${name} has more samples than a check can read.`,
    hint: 'Make it shorter, or use a longer step.',
  }),
  'bad-check/query': ({ query, said }) => ({
    message: `The query \`${shortened(query)}\` of the check ${said === undefined ? 'does not give one number' : `fails: ${shortened(said)}`}.`,
    hint: 'Correct the query in the step.',
  }),
  'cannot-connect': ({ address, code, fault }) => ({
    message: `The lab cannot connect to your app at ${address}: ${connections[fault].reason} (${code}).`,
    hint: connections[fault].hint,
  }),
  'answer-awaited': ({ request, afterMs }) => ({
    message: `${request} got no response within ${duration(afterMs)}, and the app was still busy.`,
    hint: CHECK_AGAIN,
  }),
  'app-busy': ({ afterMs }) => ({
    message: `Your app was still busy after ${duration(afterMs)}.`,
    hint: CHECK_AGAIN,
  }),
} satisfies ErrorEntries<CheckErrors>;
