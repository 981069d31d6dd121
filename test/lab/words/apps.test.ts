import { expect, test } from 'vitest';
import { apps } from '../../../src/lab/words/en/verdicts/apps.ts';

const ended = { error: undefined, output: ['one', '', 'two'] };

test('a syntax error shows its place, the line and a mark under the column', () => {
  const place = { file: 'main.ts', line: 3, column: 5, lineText: 'let a b' };
  const words = apps['file-unreadable']({ ...place, said: 'Expected ";"', known: undefined });
  expect(words).toMatchObject({
    message: 'There is a syntax error at main.ts:3:5: Expected ";"',
    observed: 'let a b\n    ^',
    hint: expect.stringContaining('Look at line 3'),
  });
});

test('a known error has its own hint', () => {
  const known = { kind: 'name-not-defined', name: 'Counter' } as const;
  expect(apps['app-crashed-at-start']({ ...ended, at: 'main.ts:4:2', known })).toEqual({
    message: 'The app crashed at startup (main.ts:4:2).',
    observed: 'one\ntwo',
    hint: 'Nothing there is named `Counter`. Check that it is imported or defined above, with the same capital letters.',
  });
});

test('an error of the client is the message, and its place follows where it is known', () => {
  const known = { kind: 'metric-defined-twice', name: 'm' } as const;
  const at = 'main.ts:4:2';
  expect([
    apps['client-error-at-start']({ ...ended, at, known }).message,
    apps['client-error-at-start']({ ...ended, at: undefined, known }).message,
    apps['client-error-ended-app']({ ...ended, at, known }).message,
  ]).toEqual([
    'The metric m is created more than once (main.ts:4:2).',
    'The metric m is created more than once.',
    'A request crashed the app at main.ts:4:2: The metric m is created more than once.',
  ]);
});

test('what the app printed is shown, and how long the lab waited where it printed nothing', () => {
  expect([
    apps['app-frozen']({ afterMs: 5_000, output: [] }).observed,
    apps['app-frozen']({ afterMs: 5_000, output: ['a'] }).observed,
    apps['app-frozen']({ afterMs: undefined, output: [] }).observed,
  ]).toEqual(['no sign of life within 5 seconds', 'a', undefined]);
});
