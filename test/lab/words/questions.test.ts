import { expect, test } from 'vitest';
import { packages } from '../../../src/lab/words/en/verdicts/packages.ts';
import { passes } from '../../../src/lab/words/en/verdicts/passes.ts';
import { questions } from '../../../src/lab/words/en/verdicts/questions.ts';

test("the course's own sentence comes first; else the hint fits what is asked for", () => {
  const wrong = questions['number-wrong'];
  const answer = '3';
  expect([
    wrong({ answer, because: 'Each path has two methods.', isFixed: true }).hint,
    wrong({ answer, because: undefined, isFixed: true }).hint,
    wrong({ answer, because: undefined, isFixed: false }).hint,
  ]).toEqual([
    'Each path has two methods.',
    'Count again.',
    'Read the value again: it may have changed since you looked.',
  ]);
});

test.each([
  [{ form: 'number' } as const, 'Answer with a number, like 42.'],
  [
    { form: 'labels', labels: ['path', 'method'] } as const,
    'Answer with the values of path and method, separated by a space.',
  ],
  [
    { form: 'choice', choices: ['a', 'b', 'c'] } as const,
    'Answer with a, b, or c, or with its number in the list.',
  ],
])('an answer that is too long is told its form: %j', (format, hint) => {
  expect(questions['answer-too-long']({ answer: 'x…', maxLength: 500, format }).hint).toBe(hint);
});

test('a package.json that cannot be read is told of with the place, where there is one', () => {
  const unreadable = packages['package-json-unreadable'];
  expect([
    unreadable({ said: 'Expected comma', place: { line: 4, column: 5 } }).message,
    unreadable({ said: 'Unexpected end', place: undefined }).message,
  ]).toEqual([
    'package.json cannot be read: Expected comma (line 4, column 5).',
    'package.json cannot be read: Unexpected end.',
  ]);
});

test('an installed package is told of with its version, and with the Node that it is made for', () => {
  const installed = passes['package-installed'];
  expect([
    installed({ name: 'p', version: undefined, newerNode: undefined }).message,
    installed({ name: 'p', version: '1.2.3', newerNode: { wantedMajor: 22, found: '20.19.0' } }).message,
  ]).toEqual([
    'p is installed.',
    'p 1.2.3 is installed and works for this course, although it is made for Node.js 22 or later and this is Node.js 20.19.0.',
  ]);
});
