import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDiagnostic, lintCourse, loadCourse } from '../../../src/lab/course/index.ts';
import { courseCopy, TINY } from './course-copy.ts';

const junk = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom(
    '\t',
    '\n---\n',
    ': ',
    '- ',
    '&a ',
    '*a',
    '!!x ',
    '{',
    '[',
    '"',
    "'",
    '|\n',
    '\u001b[2J',
    '{{',
    '```\n',
    '../',
    '\ud800',
    '__proto__: ',
  ),
);

test.each([['course.yaml'], ['steps/ring/step.md'], ['steps/why/step.md']])(
  'whatever is written into %s, a course loads or says where it is wrong',
  async (file) => {
    expect.hasAssertions();
    const dir = await courseCopy();
    const text = await readFile(path.join(TINY, file), 'utf8');
    const changed = fc
      .array(fc.tuple(fc.nat(text.length), fc.nat(12), junk), { minLength: 1, maxLength: 4 })
      .map((changes) =>
        changes.reduce((all, [at, cut, put]) => all.slice(0, at) + put + all.slice(at + cut), text),
      );
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 9, arbitrary: changed }, { weight: 1, arbitrary: fc.string() }),
        async (input) => {
          await writeFile(path.join(dir, file), input);
          const load = await loadCourse(dir);
          const diagnostics = load.status === 'ok' ? await lintCourse(dir) : load.diagnostics;
          expect(load.status === 'ok' || diagnostics.length > 0).toBe(true);
          for (const diagnostic of diagnostics) {
            expect(formatDiagnostic(diagnostic, dir).replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
            expect(Math.min(diagnostic.line, diagnostic.column, diagnostic.length)).toBeGreaterThanOrEqual(1);
          }
        },
      ),
      { numRuns: 100, seed: 20_260_101 },
    );
  },
);
