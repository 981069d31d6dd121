import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { lintCourse } from '../../../src/lab/course/index.ts';
import { TOOLS } from './lint-tools.ts';
import { courseCopy, edit } from './course-copy.ts';

const QUERIES = fileURLToPath(new URL('../../fixtures/query-course', import.meta.url));
const STEP = 'steps/rings-per-second/step.md';

async function findings(dir: string): Promise<string[]> {
  const found = await lintCourse(dir, TOOLS);
  return found.map(
    ({ file, line, severity, code }) => `${path.relative(dir, file)}:${line} ${severity} ${code}`,
  );
}

describe('a course with queries', () => {
  test('has no finding', async () => {
    expect(await findings(QUERIES)).toEqual([]);
  });

  const cases: [what: string, file: string, from: string, to: string, expected: string][] = [
    [
      'the query in the text',
      STEP,
      'How often does the bell',
      '`sum( rate(doorbell_rings_total[5m]) )`',
      `${STEP}:28 warning text-gives-away`,
    ],
    [
      'the query in the second hint',
      STEP,
      'then add up the doors.',
      'sum(rate(doorbell_rings_total[5m]))',
      `${STEP}:24 warning text-gives-away`,
    ],
    ['a history that is not there', STEP, 'two-hours', 'a-week', `${STEP}:6 error unknown-history`],
    [
      'a history without a Prometheus',
      STEP,
      'prometheus: true\n',
      '',
      `${STEP}:4 warning history-without-prometheus`,
    ],
    ['a query elsewhere', STEP, 'id: rings-per-second', 'id: ring-rate', `${STEP}:4 warning kind-mismatch`],
  ];
  test.each(cases)('warns of %s', async (_what, file, from, to, expected) => {
    const dir = await courseCopy(QUERIES);
    await edit(dir, file, from, to);
    expect(await findings(dir)).toContain(expected);
  });

  test('allows the query in the last of three hints', async () => {
    const dir = await courseCopy(QUERIES);
    await edit(dir, STEP, 'Put a rate with', 'sum(rate(doorbell_rings_total[5m]))');
    expect(await findings(dir)).toEqual([]);
  });

  test('warns of a history that no step reads, and of a step without cases', async () => {
    const dir = await courseCopy(QUERIES);
    await edit(dir, STEP, 'history: two-hours\n', '');
    const mistake = path.join(dir, 'steps/rings-by-door/mistakes/one-number.promql');
    await writeFile(mistake, 'sum(x)\n');
    expect(await findings(dir)).toEqual([
      expect.stringContaining('warning unused-history') as string,
      expect.stringContaining('error case-header') as string,
      expect.stringContaining('warning no-mistakes') as string,
    ]);
  });
});
