import { expect, test } from 'vitest';
import { factOf } from '../../../src/lab/model/errors.ts';
import { note } from '../../../src/lab/session/contract/notes.ts';
import { workspaceError } from '../../../src/lab/workspace/contract/errors.ts';
import { workspaceFact } from '../../../src/lab/workspace/contract/notes.ts';
import { wordsOfError, wordsOfNote } from '../../../src/lab/words/index.ts';

test.each([
  [undefined, 'another program'],
  [{ pid: 7 }, 'a program (process 7)'],
  [{ pid: 7, command: 'python3' }, 'python3 (process 7)'],
])('a port that moved names who has it: %j', (holder, name) => {
  expect(wordsOfNote(note('port-moved/app', { port: 3000, holder, to: 3001, name: 'api' }))).toBe(
    `Port 3000 is in use by ${name}, so this session uses port 3001 for the api port of your app. The addresses that the lab shows are already updated.`,
  );
});

test('an error that is told as a note says what is wrong and what to do', () => {
  const error = workspaceError('disk-full', { file: 'main.ts' });
  const { message, hint } = wordsOfError(error);
  expect(wordsOfNote(factOf(error))).toBe(`${message} ${hint}`);
  expect(wordsOfNote(note('progress-not-kept', { error: factOf(error) }))).toBe(
    `Your progress cannot be saved now. ${message} ${hint} Until then it lasts only as long as this session.`,
  );
});

test('a bug is told as it is', () => {
  expect(wordsOfNote(factOf(new TypeError('x is undefined')))).toBe('x is undefined');
});

test.each([
  [{ code: 'npm-missing', isUnreachable: true }, 'npm is not installed'],
  [{ code: 'E404', message: '404 Not Found', isUnreachable: true }, '404 Not Found (E404)'],
  [{ code: 'unknown', isUnreachable: false }, 'it gave no reason'],
])('why npm failed is told as far as it says so: %j', (failure, reason) => {
  expect(wordsOfNote(workspaceFact('package-linked', { name: 'x', failure }))).toContain(`: ${reason}. `);
});
