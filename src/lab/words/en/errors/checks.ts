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
  'bad-check/load': ({ name, line, said }) => ({
    message: `Line ${line} of the \`load\` of ${name} cannot be read: ${shortened(said)}.`,
    hint: 'Correct the line in the step.',
  }),
  'bad-check/load-too-long': ({ name }) => ({
    message: `The \`load\` of ${name} has more samples than a check can read.`,
    hint: 'Make it shorter, or use a longer step.',
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
