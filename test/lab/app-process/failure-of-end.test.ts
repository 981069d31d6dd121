import { expect, test } from 'vitest';
import { failureOfEnd } from '../../../src/lab/app-process/run/await-ready.ts';
import type { AppExit, Listen } from '../../../src/lab/model/app-run.ts';

const failed: Listen = {
  status: 'failed',
  asked: 8000,
  code: 'EADDRINUSE',
  message: 'address already in use',
};
const ended = (exit: Partial<AppExit>): AppExit => ({ code: 1, signal: null, lastLines: [], ...exit });

test.each<[string, Partial<AppExit>, readonly Listen[], string]>([
  [
    'an error of its own, though it did not get a port',
    { error: 'TypeError: x is not a function' },
    [failed],
    'crashed',
  ],
  [
    'the error of the port',
    { error: 'Error: listen EADDRINUSE: address already in use' },
    [failed],
    'listen-failed',
  ],
  ['an unknown error and a port that it could not open', {}, [failed], 'listen-failed'],
  ['an error', { error: 'TypeError: x is not a function' }, [], 'crashed'],
  ['nothing left to do', { code: 0 }, [], 'exited'],
])('the failure of an app that exited because of %s', (_what, exit, listens, kind) => {
  expect(failureOfEnd(ended(exit), listens).kind).toBe(kind);
});
