// Whatever an author writes into a course's files: it loads and can be linted, or names its errors at their places, in
// time, and never a crash.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lintCourse, loadCourse } from '../../src/lab/course/index.ts';
import { formatDiagnostic } from '../../src/lab/words/diagnostic-text.ts';
import { wordedDiagnostic } from '../../src/lab/words/index.ts';
import { createStyle } from '../../src/lab/ui/render/style.ts';
import { fillAddresses } from '../../src/lab/ui/render/blocks.ts';
import { renderMarkdown } from '../../src/lab/ui/render/markdown.ts';
import { courseCopy, TINY } from '../lab/course/course-copy.ts';
import { TOOLS } from '../lab/course/lint-tools.ts';
import { FUZZ, mutated, quick, quickAsync } from './inputs.ts';

const TOKENS = [
  'steps:',
  '- steps/ring',
  '../',
  '/etc/passwd',
  '{{api}}',
  '{{',
  '```\n',
  '**',
  '[a](b)',
  '> ',
  '1. ',
];
const PLAIN = createStyle(false);

const QUERIES = path.join(path.dirname(TINY), 'query-course');

/** Of series and queries. */
const DATA_TOKENS = [
  'load 15s\n',
  '  up 0+1x',
  'x9',
  '~',
  '=+',
  ' _',
  ' stale',
  '[5m]',
  'sum by (',
  ' NaN',
  '1e308',
];

test.each([
  [TINY, 'course.yaml'],
  [TINY, 'steps/ring/step.md'],
  [TINY, 'steps/why/step.md'],
  [QUERIES, 'course.yaml'],
  [QUERIES, 'steps/rings-by-door/step.md'],
])('with any text of %s in %s, the course loads or reports where it is wrong', async (course, file) => {
  expect.hasAssertions();
  const dir = await courseCopy(course);
  const seed = await readFile(path.join(course, file), 'utf8');
  await fc.assert(
    fc.asyncProperty(mutated([seed], [...TOKENS, ...DATA_TOKENS]), async (text) => {
      await writeFile(path.join(dir, file), text);
      const load = await quickAsync(() => loadCourse(dir));
      const found = load.status === 'ok' ? await quickAsync(() => lintCourse(dir, TOOLS)) : load.diagnostics;
      expect(load.status === 'ok' || found.length > 0).toBe(true);
      for (const diagnostic of found.slice(0, 20)) {
        expect(formatDiagnostic(wordedDiagnostic(diagnostic), dir).replaceAll('\n', '')).not.toMatch(
          /\p{Cc}/u,
        );
        expect(Math.min(diagnostic.line, diagnostic.column, diagnostic.length)).toBeGreaterThanOrEqual(1);
      }
    }),
    // All files share the budget: each load reads a whole course from the disk.
    { ...FUZZ, numRuns: Math.ceil(FUZZ.numRuns / 5) },
  );
});

test('any text of a step is printed without a control character', async () => {
  const seeds = [
    await readFile(path.join(TINY, 'steps/ring/step.md'), 'utf8'),
    '# a\n\n- b\n  - c\n\n> d\n\n| e |\n',
  ];
  fc.assert(
    fc.property(mutated(seeds, TOKENS), fc.integer({ min: 24, max: 88 }), (text, columns) => {
      const shown = quick(() =>
        renderMarkdown(fillAddresses(text, { api: 'localhost:3000' }), PLAIN, columns),
      );
      expect(shown.replaceAll(/[\n\t]/g, '')).not.toMatch(/\p{Cc}/u);
    }),
    FUZZ,
  );
});
