import { expect, test } from 'vitest';
import { parseEditor } from '../../../src/lab/cli/learner/open-editor.ts';

test.each([
  ['nano', ['nano']],
  ['code --wait', ['code', '--wait']],
  ['"/opt/my editor/edit" -n', ['/opt/my editor/edit', '-n']],
  ['', []],
])('the editor %j is %j', (text, words) => {
  expect(parseEditor(text)).toEqual(words);
});
