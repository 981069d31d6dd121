import { expect, test } from 'vitest';
import { stepFolderFor } from '../../../src/lab/authoring/step-folder.ts';

test.each([
  ['the next number at the end', ['01-a', '02-b'], 1, '03-new'],
  ['a letter between two', ['01-a', '02-b'], 0, '01b-new'],
  ['the next letter', ['01-a', '01b-x', '02-b'], 1, '01c-new'],
  ['a number that is free', ['01-a', '05-b'], 0, '02-new'],
  ['as many digits as the others', ['009-a'], 0, '010-new'],
  ['the folder of its neighbors', ['steps/01-a'], 0, 'steps/02-new'],
  ['no number where there are none', ['steps/ring', 'steps/why'], 1, 'steps/new'],
])('a new folder gets %s', (_what, folders, after, expected) => {
  expect(stepFolderFor('new', folders, after)).toBe(expected);
});
