// What new-course and new-step write, looked through with the lint that authors have.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHECKS_OF, NEEDS_CONFIG, STEP_KINDS } from '../../../src/lab/authoring/kinds.ts';
import { newCourseFiles } from '../../../src/lab/authoring/course-files.ts';
import { planStep } from '../../../src/lab/authoring/plan-step.ts';
import { replaceFile, writeNewFiles } from '../../../src/lab/authoring/write-files.ts';
import { checkSchema } from '../../../src/lab/checks/index.ts';
import { lintCourse, loadCourse, unfinishedPlaces } from '../../../src/lab/course/index.ts';
import { TOOLS } from '../course/lint-tools.ts';
import type { Course } from '../../../src/lab/course/index.ts';
import { temporaryFolder } from '../course/course-copy.ts';

async function freshCourse(): Promise<{ readonly dir: string; readonly course: Course }> {
  const dir = await temporaryFolder();
  await writeNewFiles(dir, newCourseFiles({ id: 'bells', title: 'Bells: "all" of them' }));
  const load = await loadCourse(dir);
  if (load.status !== 'ok') throw new Error(JSON.stringify(load.diagnostics));
  return { dir, course: load.course };
}

describe('a new course', () => {
  test('has no lint findings', async () => {
    const { dir, course } = await freshCourse();
    expect(await lintCourse(dir, TOOLS)).toEqual([]);
    expect(course.title).toBe('Bells: "all" of them');
  });

  test('never overwrites existing files', async () => {
    const { dir } = await freshCourse();
    const files = newCourseFiles({ id: 'other', title: 'Other' });
    await expect(writeNewFiles(dir, files)).rejects.toMatchObject({ code: 'file-exists' });
    expect(await readFile(path.join(dir, 'course.yaml'), 'utf8')).toContain('id: bells');
  });
});

const CONFIG = 'scrape_configs: []\n';

/** A new course whose workspace has a configuration of Prometheus, too. */
async function courseWithPrometheus(): Promise<{ readonly dir: string; readonly course: Course }> {
  const { dir } = await freshCourse();
  const file = path.join(dir, 'course.yaml');
  const text = await readFile(file, 'utf8');
  const listed = text.replace(
    '  main.ts: programs',
    '  prometheus.yml: workspace/prometheus.yml\n  main.ts: programs',
  );
  await replaceFile(file, listed);
  await writeNewFiles(dir, new Map([['workspace/prometheus.yml', CONFIG]]));
  const load = await loadCourse(dir);
  if (load.status !== 'ok') throw new Error(JSON.stringify(load.diagnostics));
  return { dir, course: load.course };
}

const pairs = STEP_KINDS.flatMap((kind) => CHECKS_OF[kind].map((check) => [kind, check] as const));

describe.each(pairs)('a new step of the kind %s with a check of the kind %s', (kind, check) => {
  test('has no error, and a warning for each text that its author has to write', async () => {
    const { dir, course } = await (NEEDS_CONFIG.has(check) ? courseWithPrometheus() : freshCourse());
    const plan = planStep({
      course,
      courseYaml: await readFile(path.join(dir, 'course.yaml'), 'utf8'),
      folders: ['01-look-around'],
      entryText: await readFile(path.join(dir, 'programs/start.ts'), 'utf8'),
      configText: CONFIG,
      request: { id: 'second', title: "It's: a #title", kind, check, after: 'look-around' },
    });
    await writeNewFiles(dir, plan.files);
    await replaceFile(path.join(dir, 'course.yaml'), plan.courseYaml);

    const found = await lintCourse(dir, TOOLS);
    expect(new Set(found.map(({ code, severity }) => `${severity} ${code}`))).toEqual(
      new Set(['warning unfinished']),
    );
    const text = plan.files.get('02-second/step.md') ?? '';
    expect(found).toHaveLength(unfinishedPlaces(text).length);
    const load = await loadCourse(dir);
    expect(load).toMatchObject({ status: 'ok', course: { steps: [{}, { title: "It's: a #title", kind }] } });
    const checks = load.status === 'ok' ? load.course.steps[1]?.checks : undefined;
    expect(checks?.map((one) => one.kind)).toContain(check);
    expect([...plan.files.keys()].some((file) => file.includes('/mistakes/'))).toBe(
      kind === 'edit' || kind === 'query',
    );
  });
});

test('new-step can write each kind of check', () => {
  const known = checkSchema.options.map(({ entries }) => entries.kind.literal);
  expect(pairs.map(([, check]) => check)).toEqual(expect.arrayContaining(known));
});
