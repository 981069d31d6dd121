// What a terminal of 80 columns breaks: code that cannot be copied any more, a table that is none any more.
import stringWidth from 'fast-string-width';
import type { Token } from 'marked';
import { expect, test } from 'vitest';
// @ts-expect-error The build's scripts are plain JavaScript.
import { assembleCourse } from '../../../scripts/assemble-course.mjs';
import { loadCourse } from '../../../src/lab/course/index.ts';
import { parseMarkdown } from '../../../src/lab/model/markdown.ts';
import { renderBlocks, fillAddresses } from '../../../src/lab/ui/render/blocks.ts';
import { proseColumns } from '../../../src/lab/ui/render/layout.ts';
import { createStyle } from '../../../src/lab/ui/render/style.ts';
import { temporaryFolder } from '../course/course-copy.ts';

const COLUMNS = proseColumns(80);
const MARGIN = 4;
/** Code in a sentence is broken at its spaces: what is longer deserves a block. */
const LONGEST_IN_SENTENCE = 50;
const ADDRESSES = { api: 'localhost:3000', metrics: 'localhost:8001', prometheus: 'localhost:9090' };

/** All tokens of a text, those in lists, tables and quotes too. */
function tokensIn(value: unknown): readonly Token[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap((one) => tokensIn(one));
  return 'type' in value ? [value as Token, ...inside] : inside;
}

/** What does not fit, of one text. */
function tooWide(markdown: string): readonly string[] {
  const blocks = parseMarkdown(fillAddresses(markdown, ADDRESSES)) ?? [];
  return tokensIn(blocks).flatMap((token) => {
    if (token.type === 'code')
      return String(token['text'])
        .split('\n')
        .filter((line) => stringWidth(line) > COLUMNS - MARGIN);
    if (token.type === 'codespan') {
      const text = String(token['text']);
      return text.includes(' ') && stringWidth(text) > LONGEST_IN_SENTENCE ? [text] : [];
    }
    if (token.type !== 'table') return [];
    const shown = renderBlocks([token], createStyle(false), COLUMNS).split('\n');
    return /^-+( {2}-+)*$/.test(shown[1] ?? '') ? [] : [token.raw];
  });
}

test('no code, output or table of the built-in course is wider than a terminal of 80 columns', async () => {
  const dir = await temporaryFolder();
  await assembleCourse(dir);
  const load = await loadCourse(dir);
  if (load.status !== 'ok') throw new Error('not loaded');
  const { steps, parts } = load.course;
  const texts = [
    ...steps.flatMap(({ id, body, hints }) => [body, ...hints].map((text) => ({ in: id, text }))),
    ...parts.flatMap(({ id, closing }) => (closing === undefined ? [] : [{ in: id, text: closing.source }])),
  ];
  expect(texts.flatMap((one) => tooWide(one.text).map((text) => `${one.in}: ${text}`))).toEqual([]);
});
