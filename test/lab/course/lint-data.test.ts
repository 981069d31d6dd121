// The series and queries that checks and histories read: lint finds what is wrong in them, at its line, in the words of verify.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
// @ts-expect-error The build's scripts are plain JavaScript.
import { assembleCourse } from '../../../scripts/assemble-course.mjs';
import { concernsOf, findDataFaults, runCheck, type CheckSpec } from '../../../src/lab/checks/index.ts';
import { lintCourse, loadCourse, type Diagnostic } from '../../../src/lab/course/index.ts';
import { LabError } from '../../../src/lab/model/errors.ts';
import { wordsOfDiagnostic, wordsOfError } from '../../../src/lab/words/index.ts';
import { contextWith } from '../checks/support/context.ts';
import { courseCopy, edit, temporaryFolder } from './course-copy.ts';
import { TOOLS } from './lint-tools.ts';

const QUERIES = fileURLToPath(new URL('../../fixtures/query-course', import.meta.url));
const STEP = 'steps/rings-per-second/step.md';

const shown = (dir: string, found: readonly Diagnostic[]): readonly string[] =>
  found.map(({ file, line, column, severity, code }) => {
    return `${path.relative(dir, file)}:${line}:${column} ${severity} ${code}`;
  });

describe('the series of the built-in course', () => {
  test('are all read: a broken line in each is found, at its place', async () => {
    const dir = await temporaryFolder();
    await assembleCourse(dir);
    const load = await loadCourse(dir);
    if (load.status === 'invalid') throw new Error('the built-in course does not load');
    const files = [path.join(dir, 'course.yaml'), ...load.course.steps.map(({ source }) => source)];
    const expected: string[] = [];
    for (const file of files) {
      const lines = (await readFile(file, 'utf8')).split('\n');
      const broken = lines.flatMap((line) =>
        /^ +load \d+[smh]$/.test(line) ? [line, `${line}ong`] : [line],
      );
      await writeFile(file, broken.join('\n'));
      for (const [index, line] of broken.entries()) {
        if (!line.endsWith('ong') || !/^ +load \d/.test(line)) continue;
        const code = file.endsWith('course.yaml') ? 'bad-history' : 'bad-check';
        const column = line.length - line.trimStart().length + 1;
        expected.push(`${path.relative(dir, file)}:${index + 1}:${column} error ${code}`);
      }
    }
    const found = await lintCourse(dir, TOOLS);
    expect(shown(dir, found).toSorted()).toEqual(expected.toSorted());
    expect(expected.length).toBeGreaterThan(60);
  });
});

describe('what a check is blocked by', () => {
  let dir: string;
  const specs: CheckSpec[] = [];
  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'ecom-lab-lint-data-'));
    await assembleCourse(path.join(dir, 'course'));
    const load = await loadCourse(path.join(dir, 'course'));
    if (load.status === 'invalid') throw new Error('the built-in course does not load');
    specs.push(...load.course.steps.flatMap(({ checks }) => checks));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  /** What stops a check whose learner has the reference, or any file. */
  async function thrownBy(spec: CheckSpec): Promise<LabError> {
    const text = 'reference' in spec ? spec.reference : 'groups: []\n';
    for (const file of ['rules.yml', 'tests.yml']) await writeFile(path.join(dir, file), text);
    const context = contextWith({ workspaceDir: dir, readFile: () => Promise.resolve(text) });
    const outcome: unknown = await runCheck(spec, context).catch((error: unknown) => error);
    if (outcome instanceof LabError) return outcome;
    throw new Error(`not blocked: ${JSON.stringify(outcome)}`);
  }

  test.each(['query-worlds', 'rule-values', 'alert-timeline', 'rule-tests', 'incident'] as const)(
    'is what lint says: a line that cannot be read, for %s',
    async (kind) => {
      const right = specs.find((one) => one.kind === kind);
      if (right === undefined) throw new Error(`no step has a check of the kind ${kind}`);
      const broken = JSON.parse(
        JSON.stringify(right).replaceAll('load 15s', 'load 15s\\n  up{'),
      ) as CheckSpec;
      const faults = await findDataFaults(concernsOf(broken).data, TOOLS.simulator, TOOLS.signal);
      const thrown = await thrownBy(broken);
      expect(thrown.fact).toMatchObject({ kind: 'bad-check/load', line: 2 });
      expect(faults.map(({ fact }) => fact)).toContainEqual(thrown.fact);
      expect(wordsOfDiagnostic(thrown.fact)).toBe(wordsOfError(thrown).message);
    },
  );

  test('is what lint says: a reference without a result', async () => {
    const right = specs.find((one) => one.kind === 'query-worlds');
    if (right?.kind !== 'query-worlds') throw new Error('no step has such a check');
    for (const reference of ['http_requests_total', 'sum by (', 'rate(http_requests_total[5m])']) {
      const broken = { ...right, reference, by: [] };
      const [fault] = await findDataFaults(concernsOf(broken).data, TOOLS.simulator, TOOLS.signal);
      const context = contextWith({ readFile: () => Promise.resolve('sum(up)') });
      const thrown: unknown = await runCheck(broken, context).catch((error: unknown) => error);
      expect(fault?.fact).toEqual(thrown instanceof LabError ? thrown.fact : thrown);
      expect(fault).toMatchObject({ path: ['reference'], severity: 'error' });
    }
  });
});

const SUM = 'reference: sum(rate(doorbell_rings_total[5m]))';
const TIMELINE = `  - kind: alert-timeline
    file: prometheus.yml
    timelines:
      - name: outage
        about: a bell is broken
        load: |
          load 1m
            up{instance="a"} 1x60
        incidents:
          - id: broken
            about: the bell is broken
            from: 10m
            to: 20m
        blips:
          - { id: gap, about: one scrape fails, from: 30m }
        budget:
          objective: 0.9
          days: 30
          errors: sum(up)
          all: sum(up)
hints:`;

describe('what lint finds in the data of a course', () => {
  const cases: [what: string, file: string, from: string, to: string, ...expected: string[]][] = [
    [
      'each line of a world that cannot be read',
      STEP,
      '0+300~3x80\n',
      '0+300~3\n            # why not\n            doorbell_rings_total 5y\n',
      `${STEP}:20:13 error bad-check`,
      `${STEP}:22:13 error bad-check`,
    ],
    ['a series that is there twice', STEP, 'door="back"', 'door="front"', `${STEP}:21:13 error bad-check`],
    [
      'a series before its step',
      STEP,
      '          load 15s\n',
      '',
      `${STEP}:19:13 error bad-check`,
      `${STEP}:20:13 error bad-check`,
    ],
    [
      'a line of a text that is no block',
      STEP,
      /load: \|\n(?: {10}.*\n)+/.source,
      'load: "load 15s\\n  up{"\n',
      `${STEP}:18:15 error bad-check`,
    ],
    [
      'a world without a series',
      STEP,
      /load: \|\n(?: {10}.*\n)+/.source,
      'load: "# later"\n',
      `${STEP}:18:15 warning empty-load`,
      `${STEP}:13:16 warning unknown-series`,
    ],
    [
      'a reference that cannot be read, in its second line',
      STEP,
      SUM,
      'reference: |\n      sum(\n        rate(doorbell_rings_total[5m)\n      )',
      `${STEP}:15:9 error bad-check`,
    ],
    [
      'a reference that divides its rows',
      STEP,
      SUM,
      'reference: doorbell_rings_total',
      `${STEP}:13:16 error bad-check`,
    ],
    [
      'a reference to a metric that no world has',
      STEP,
      SUM,
      'reference: sum(rate(doorbel_rings_total[5m])) or sum({__name__="rings"})',
      `${STEP}:13:16 warning unknown-series`,
      `${STEP}:13:16 warning unknown-series`,
    ],
    [
      'an incident after the end',
      STEP,
      'hints:',
      TIMELINE.replace('10m', '61m').replace('20m', '70m'),
      `${STEP}:33:19 error outside-load`,
    ],
    [
      'a blip after the end',
      STEP,
      'hints:',
      TIMELINE.replace('30m', '3h'),
      `${STEP}:36:55 error outside-load`,
    ],
    [
      'an incident that ends before it begins',
      STEP,
      'hints:',
      TIMELINE.replace('20m', '10m'),
      `${STEP}:34:17 error empty-span`,
    ],
    [
      'a budget that is no number',
      STEP,
      'hints:',
      TIMELINE.replace('all: sum(up)', 'all: up[5m]'),
      `${STEP}:41:16 error bad-check`,
    ],
    [
      'a budget of another metric',
      STEP,
      'hints:',
      TIMELINE.replace('errors: sum(up)', 'errors: sum(down)'),
      `${STEP}:40:19 warning unknown-series`,
    ],
    [
      'a history that cannot be read',
      'course.yaml',
      '=+120x60',
      '=+120y60',
      'course.yaml:22:9 error bad-history',
    ],
    [
      'a history that is too long',
      'course.yaml',
      '0+60x59',
      '0+60x11000',
      'course.yaml:20:11 error bad-history',
    ],
    [
      'a history without a series',
      'course.yaml',
      'doorbell_rings_total{',
      '# ',
      'course.yaml:20:11 warning empty-load',
    ],
  ];
  test.each(cases)('%s', async (_what, file, from, to, ...expected) => {
    const dir = await courseCopy(QUERIES);
    const text = await readFile(path.join(dir, file), 'utf8');
    const matched = from.startsWith('load: \\|') ? (new RegExp(from).exec(text)?.[0] ?? from) : from;
    await edit(dir, file, matched, to);
    const found = shown(dir, await lintCourse(dir, TOOLS));
    expect(found.filter((one) => !/kind-mismatch|no-solution/.test(one)).toSorted()).toEqual(
      expected.toSorted(),
    );
  });

  test.each([
    ['sum(\n  rate(x[5m]\n)\n', ':3:1 error bad-solution'],
    ['# later\n\n', ':1:1 error empty-solution'],
    ['', ':1:1 error empty-solution'],
  ])('the query %j of a solution', async (text, place) => {
    const dir = await courseCopy(QUERIES);
    const file = 'steps/rings-per-second/solution.promql';
    await writeFile(path.join(dir, file), text);
    expect(shown(dir, await lintCourse(dir, TOOLS))).toEqual([`${file}${place}`]);
  });

  test.each([
    ['groups:\n  - name: a\n    rules:\n      - record: b\n        expr: sum(\n', ':5:9 error bad-solution'],
    ['groups: []\n', ':1:1 error empty-solution'],
    ['', ':1:1 error empty-solution'],
    ['groups: [', ':1:1 error bad-solution'],
    ['groups:\n  - name: a\n    rules: [{ record: b, expr: up }]\n'],
  ])('the rules %j of a solution', async (text, ...places) => {
    const dir = await courseCopy(QUERIES);
    const solution = 'solution:\n  files:\n    prometheus.yml: rules.yml\n';
    await edit(
      dir,
      STEP,
      /solution:\n.*\n.*\n/.exec(await readFile(path.join(dir, STEP), 'utf8'))?.[0] ?? '',
      solution,
    );
    await edit(dir, STEP, 'hints:', TIMELINE);
    await writeFile(path.join(dir, 'steps/rings-per-second/rules.yml'), text);
    const found = shown(dir, await lintCourse(dir, TOOLS));
    expect(found.filter((one) => one.includes('rules.yml'))).toEqual(
      places.map((place) => `steps/rings-per-second/rules.yml${place}`),
    );
  });

  test('a line of a text that two worlds share, for each of them', async () => {
    const dir = await courseCopy(QUERIES);
    await edit(dir, STEP, 'load: |', 'load: &load |');
    await edit(dir, STEP, '0+300~3x80', '0+300~3');
    await edit(dir, STEP, 'hints:', '      - { name: again, about: the same, load: *load }\nhints:');
    const place = `${STEP}:20:13 error bad-check`;
    expect(shown(dir, await lintCourse(dir, TOOLS))).toEqual([place, place]);
  });

  test('nothing in a timeline that is right', async () => {
    const dir = await courseCopy(QUERIES);
    await edit(dir, STEP, 'hints:', TIMELINE);
    expect(shown(dir, await lintCourse(dir, TOOLS))).toEqual([]);
  });
});
