import { expect, test } from 'vitest';
import { findTitleFault, kebabOf } from '../../../src/lab/authoring/names.ts';
import { commandWord } from '../../../src/lab/cli/io/command-word.ts';

test.each([
  ['Count each hello!', 'count-each-hello'],
  ['Über: Größe café', 'uber-gro-e-cafe'],
  ['3. Read it', 'read-it'],
  ['42', ''],
  ['名前', ''],
])('the id of %j is %j', (title, id) => {
  expect(kebabOf(title)).toBe(id);
});

test.each([
  ['Count: "each" # hello', undefined],
  [' ', 'empty'],
  ['red \u001b[31m', 'control-characters'],
  ['x'.repeat(2_001), { longerThan: 2_000 }],
])('the title %j is refused for %j', (title, fault) => {
  expect(findTitleFault(title)).toEqual(fault);
});

test.each([
  ['../courses/bells', '../courses/bells'],
  ['C:\\bells', 'C:\\bells'],
  ['Glöckchen', 'Glöckchen'],
  ['my bells', '"my bells"'],
  ['bells;ls', '"bells;ls"'],
])('a command shows the argument %j as %j', (word, shown) => {
  expect(commandWord(word)).toBe(shown);
});
