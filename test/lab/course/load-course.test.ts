import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
// @ts-expect-error The build's scripts are plain JavaScript.
import { assembleCourse } from '../../../scripts/assemble-course.mjs';
import {
  COMPILED_FILE,
  loadBuiltInCourse,
  loadCourse,
  serializeCourse,
} from '../../../src/lab/course/index.ts';
import { wordsOfDiagnostic } from '../../../src/lab/words/index.ts';
import { courseCopy, edit, temporaryFolder, TINY, TWO_PARTS } from './course-copy.ts';

/** `file:line:column code` of each diagnostic. */
async function faultsOf(dir: string): Promise<string[]> {
  const load = await loadCourse(dir);
  if (load.status === 'ok') return [];
  return load.diagnostics.map(
    ({ file, line, column, code }) => `${path.relative(dir, file)}:${line}:${column} ${code}`,
  );
}

const RING = 'steps/ring/step.md';

describe('a valid course', () => {
  test('is loaded as plain data', async () => {
    const load = await loadCourse(TINY);
    if (load.status !== 'ok') throw new Error('not loaded');
    const { course } = load;
    expect(course.steps.map(({ number, id, kind }) => [number, id, kind])).toEqual([
      [1, 'ring', 'edit'],
      [2, 'how-often', 'answer'],
      [3, 'why', 'choice'],
    ]);
    expect(course.steps[0]?.body).toMatch(/^Ring the bell at/);
    expect(course.steps[0]?.source).toBe(path.join(TINY, RING));
    expect(structuredClone(course)).toEqual(course);
  });

  test('has no parts where it lists steps', async () => {
    const load = await loadCourse(TINY);
    expect(load).toMatchObject({
      status: 'ok',
      course: { parts: [], steps: [{ part: 0 }, {}, { part: 0 }] },
    });
  });

  test('numbers its steps across its parts', async () => {
    const load = await loadCourse(TWO_PARTS);
    if (load.status !== 'ok') throw new Error('not loaded');
    const { steps, parts } = load.course;
    expect(steps.map(({ number, part, id }) => [number, part, id])).toEqual([
      [1, 0, 'ring'],
      [2, 0, 'why'],
      [3, 1, 'how-often'],
      [4, 1, 'hear-knocks'],
    ]);
    expect(parts).toMatchObject([
      { id: 'part-one', title: 'Count the rings' },
      { id: 'part-two', title: 'Use the count' },
    ]);
    expect(parts[0]?.closing?.body).toMatch(/^# What this bell still lacks/);
    expect(parts[0]?.closing?.source).toBe(path.join(TWO_PARTS, 'pages/after-part-one.md'));
  });

  test('is what the built-in course is', async () => {
    const dir = await temporaryFolder();
    await assembleCourse(dir);
    expect(await faultsOf(dir)).toEqual([]);
  });

  test.each([TINY, TWO_PARTS])('is restored from its compiled form, in its current folder', async (from) => {
    const load = await loadCourse(from);
    if (load.status !== 'ok') throw new Error('not loaded');
    const text = serializeCourse(load.course);
    expect(text).not.toContain(from);
    const elsewhere = await temporaryFolder();
    await writeFile(path.join(elsewhere, COMPILED_FILE), text);
    const compiled = await loadBuiltInCourse(elsewhere);
    const moved = JSON.parse(JSON.stringify(load.course).replaceAll(from, elsewhere));
    expect(compiled).toEqual({ status: 'ok', course: moved });
  });

  test('is read from its sources if there is no compiled form', async () => {
    expect(await loadBuiltInCourse(TINY)).toEqual(await loadCourse(TINY));
  });

  test('may have a byte order mark and Windows line endings', async () => {
    const dir = await courseCopy();
    const file = path.join(dir, RING);
    const { readFile } = await import('node:fs/promises');
    await writeFile(file, `\ufeff${(await readFile(file, 'utf8')).replaceAll('\n', '\r\n')}`);
    const load = await loadCourse(dir);
    expect(load.status === 'ok' && load.course.steps[0]?.body).toMatch(/^Ring the bell[^\r]*$/m);
  });
});

describe('an error is reported at its location', () => {
  const cases: [what: string, file: string, from: string, to: string, expected: string][] = [
    ['a missing key', RING, 'title: Count each ring\n', '', `${RING}:2:1 missing-key`],
    ['a missing key of a check', RING, '    port: numbers\n', '', `${RING}:13:5 missing-key`],
    ['an unknown key', RING, 'kind: edit', 'kind: edit\ncolour: red', `${RING}:5:1 unknown-key`],
    ['a wrong kind of step', RING, 'kind: edit', 'kind: jump', `${RING}:4:7 wrong-type`],
    ['a text for a list', RING, 'files: [server.ts]', 'files: server.ts', `${RING}:5:8 wrong-type`],
    ['an unknown kind of check', RING, 'kind: metrics-exposed', 'kind: magic', `${RING}:13:11 wrong-type`],
    [
      'an invalid metric name',
      RING,
      'metric: doorbell_rings_total',
      'metric: rings-total',
      `${RING}:10:13 wrong-value`,
    ],
    [
      'a single hint',
      RING,
      '  - Count where `isRing` is known, and serve `register.metrics()` from a second server.\n',
      '',
      `${RING}:17:3 wrong-value`,
    ],
    ['an unknown kind of solution', RING, 'stage: counting', 'stge: counting', `${RING}:6:1 wrong-choice`],
    ['an unknown stage', RING, 'stage: counting', 'stage: shouting', `${RING}:7:10 unknown-stage`],
    [
      'an unknown file',
      RING,
      'files: [server.ts]',
      'files: [server.ts, sever.ts]',
      `${RING}:5:20 unknown-file`,
    ],
    ['an unknown port', RING, 'port: numbers', 'port: metrics', `${RING}:14:11 unknown-port`],
    ['an invalid id', RING, 'id: ring', 'id: Ring it', `${RING}:2:5 wrong-value`],
    ['a tab', RING, '  stage: counting', '\tstage: counting', `${RING}:7:1 yaml-tab-as-indent`],
    ['a key twice', RING, 'kind: edit', 'kind: edit\nkind: edit', `${RING}:5:1 yaml-duplicate-key`],
    ['no front matter', RING, '---\nid', 'id', `${RING}:1:1 front-matter-missing`],
    [
      'an unknown scenario',
      'steps/how-often/step.md',
      'scenario: evening',
      'scenario: morning',
      'steps/how-often/step.md:5:11 unknown-scenario',
    ],
    [
      'an id that is taken',
      'steps/how-often/step.md',
      'id: how-often',
      'id: ring',
      'steps/how-often/step.md:2:5 duplicate-id',
    ],
    [
      'an answer without a way to know it',
      'steps/how-often/step.md',
      '    metric: doorbell_rings_total\n',
      '',
      'steps/how-often/step.md:9:11 incomplete-answer',
    ],
    [
      'a metric without its port',
      'steps/how-often/step.md',
      '    port: numbers\n',
      '',
      'steps/how-often/step.md:9:11 incomplete-answer',
    ],
    [
      'a right choice that is none',
      'steps/why/step.md',
      'correct: counter',
      'correct: summary',
      'steps/why/step.md:16:14 unknown-choice',
    ],
    [
      'a step that changes nothing later',
      RING,
      'kind: edit',
      'kind: edit\nuntil: ring',
      `${RING}:5:8 unknown-step`,
    ],
    [
      'two names for one port',
      'course.yaml',
      'numbers: 4211',
      'numbers: 4210',
      'course.yaml:9:14 duplicate-port',
    ],
    [
      'a port with the name of the server',
      'course.yaml',
      'numbers: 4211',
      'prometheus: 4211',
      'course.yaml:9:5 wrong-value',
    ],
    [
      'a port that no text can name',
      'course.yaml',
      'numbers: 4211',
      '"the numbers": 4211',
      'course.yaml:9:5 wrong-value',
    ],
    [
      'a step folder with a slash at its end',
      'course.yaml',
      '- steps/why',
      '- steps/why/',
      'course.yaml:30:5 wrong-value',
    ],
    [
      'a list for a map',
      'course.yaml',
      '{ method: GET, path: /knock, count: 3 }',
      '[GET]',
      'course.yaml:25:9 wrong-type',
    ],
    ['a second document', 'course.yaml', 'stages:', '---\nstages:', 'course.yaml:16:1 yaml-multiple-docs'],
    ['an alias without an anchor', RING, 'id: ring', 'id: *ring', `${RING}:2:5 yaml-aliases`],
    ['a probe with a space in its path', RING, 'path: /ring', 'path: /ring it', `${RING}:12:30 wrong-value`],
    [
      'a probe with its query in the path',
      RING,
      'path: /ring',
      'path: /ring?twice',
      `${RING}:12:30 wrong-value`,
    ],
    ['a status that HTTP does not have', RING, 'status: 200', 'status: 2000', `${RING}:12:45 wrong-value`],
    [
      'a metrics page without a slash',
      RING,
      'port: numbers',
      'port: numbers\n    path: metrics',
      `${RING}:15:11 wrong-value`,
    ],
    ['an empty list of files', RING, 'files: [server.ts]', 'files: []', `${RING}:5:8 wrong-value`],
    [
      'a Prometheus without its configuration',
      RING,
      'kind: edit',
      'kind: edit\nprometheus: true',
      `${RING}:5:13 unknown-file`,
    ],
    [
      'a second question',
      'steps/why/step.md',
      'hints:',
      '  - { kind: answer, question: And why?, form: number, value: 1 }\nhints:',
      'steps/why/step.md:17:13 second-question',
    ],
    [
      'more steps than are read',
      'course.yaml',
      '  - steps/why',
      Array.from({ length: 199 }, (_, index) => `  - steps/s${index}`).join('\n'),
      'course.yaml:28:3 wrong-value',
    ],
    [
      'a winner without another',
      'course.yaml',
      'path: /knock, count: 3 }',
      'path: /knock, count: 0 }\n    winner: true',
      'course.yaml:26:13 no-contest',
    ],
    ['a missing step', 'course.yaml', '- steps/why', '- steps/how', 'course.yaml:30:5 missing-file'],
    ['a step twice', 'course.yaml', '- steps/why', '- steps/ring', 'course.yaml:30:5 duplicate-step'],
    [
      'a missing stage file',
      'course.yaml',
      'counting: programs/counting.ts',
      'counting: programs/count.ts',
      'course.yaml:18:13 missing-file',
    ],
    [
      'an entry that the workspace lacks',
      'course.yaml',
      'entry: server.ts',
      'entry: main.ts',
      'course.yaml:6:10 unknown-file',
    ],
    ['an invalid port', 'course.yaml', 'api: 4210', 'api: 421000', 'course.yaml:8:10 wrong-value'],
    [
      'scenarios without a port for them',
      'course.yaml',
      'api: 4210',
      'bell: 4210',
      'course.yaml:7:3 unknown-port',
    ],
    [
      'a package that is a path',
      'course.yaml',
      '[prom-client]',
      '[../prom-client]',
      'course.yaml:10:14 package-name',
    ],
    [
      'a path that leaves the folder',
      'course.yaml',
      'server.ts: programs/silent.ts',
      'server.ts: ../silent.ts',
      'course.yaml:13:14 wrong-value',
    ],
    [
      'an absolute path',
      'course.yaml',
      'server.ts: programs/silent.ts',
      'server.ts: /etc/passwd',
      'course.yaml:13:14 wrong-value',
    ],
    [
      'a file in the place of the lab',
      'course.yaml',
      'package.json: starter/package.json',
      '.ecom-lab/lock: starter/package.json',
      'course.yaml:14:3 reserved-file',
    ],
    [
      'a file in node_modules, in capitals',
      'course.yaml',
      'package.json: starter/package.json',
      'Node_Modules/x.js: starter/package.json',
      'course.yaml:14:3 reserved-file',
    ],
    [
      'a request path with a space',
      'course.yaml',
      'path: /knock',
      "path: '/kn ock'",
      'course.yaml:25:30 request-path',
    ],
    [
      'a terminal escape in the text',
      RING,
      'Ring the bell',
      'Ring \u001b[2J the bell',
      `${RING}:21:6 control-character`,
    ],
    [
      'a terminal escape as an HTML entity',
      RING,
      'Ring the bell',
      'Ring &#x1b;[2J the bell',
      `${RING}:21:6 control-character`,
    ],
    [
      'a terminal escape as a YAML escape',
      RING,
      'title: Count each ring',
      'title: "Count\\x9b31m"',
      `${RING}:3:8 control-character`,
    ],
    [
      'text that runs backwards',
      RING,
      'Ring the bell',
      'Ring \u202e the bell',
      `${RING}:21:6 control-character`,
    ],
  ];
  test.each(cases)('%s', async (_what, file, from, to, expected) => {
    const dir = await courseCopy();
    await edit(dir, file, from, to);
    expect(await faultsOf(dir)).toContain(expected);
  });

  const sentences: [what: string, file: string, from: string, to: string, expected: string][] = [
    [
      'two kinds of solution',
      RING,
      '  stage: counting',
      '  stage: counting\n  install: prom-client',
      '`solution` must have exactly one of `stage`, `files`, `install`, and `scrapeJob`.',
    ],
    [
      'a solution that is a text',
      RING,
      'solution:\n  stage: counting',
      'solution: counting',
      '`solution` must have exactly one of `stage`, `files`, `install`, and `scrapeJob`.',
    ],
    [
      'a list for a map',
      'course.yaml',
      '{ method: GET, path: /knock, count: 3 }',
      '[GET, 3]',
      '`scenarios.evening.requests[1]` must be a map of keys and values, but it is a list.',
    ],
    [
      'a file name as a key',
      'course.yaml',
      'server.ts: programs/silent.ts',
      'server.ts: 5',
      '`workspace["server.ts"]` must be text, but it is 5.',
    ],
    [
      'a colon in a text',
      RING,
      'title: Count each ring',
      'title: Count: each ring',
      'Put a text that contains a colon and a space in quotes.',
    ],
    [
      'a key without its colon',
      RING,
      'kind: edit',
      'kind edit',
      'A key, followed by a colon and a space, is missing here, or the line has the wrong indentation.',
    ],
    [
      'a text that begins with a backtick',
      RING,
      'title: Count',
      'title: `Count`',
      'Put a text that begins with this character in quotes.',
    ],
    [
      'a second document',
      'course.yaml',
      'stages:',
      '---\nstages:',
      'A second YAML document begins here, but only the first one is read.',
    ],
  ];
  test.each(sentences)('%s, in one sentence for an author', async (_what, file, from, to, expected) => {
    const dir = await courseCopy();
    await edit(dir, file, from, to);
    const load = await loadCourse(dir);
    const said = load.status === 'ok' ? [] : load.diagnostics.map(({ fact }) => wordsOfDiagnostic(fact));
    expect(said.filter((message) => message === expected)).toHaveLength(1);
  });

  test('all errors of all files at once, and of one object, in order of location', async () => {
    const dir = await courseCopy();
    await edit(dir, 'course.yaml', 'title: A doorbell that counts', 'titel: A\ncolour: red');
    await edit(dir, RING, 'title: Count each ring', 'titel: Count\ncolour: red');
    await edit(dir, 'steps/why/step.md', 'kind: choice', 'kind: guess');
    expect(await faultsOf(dir)).toEqual([
      'course.yaml:2:1 missing-key',
      'course.yaml:3:1 unknown-key',
      'course.yaml:4:1 unknown-key',
      `${RING}:2:1 missing-key`,
      `${RING}:3:1 unknown-key`,
      `${RING}:4:1 unknown-key`,
      'steps/why/step.md:4:7 wrong-type',
    ]);
  });

  test('a list for the whole course is one error', async () => {
    const dir = await courseCopy();
    await writeFile(path.join(dir, 'course.yaml'), '- id: doorbell\n- title: A doorbell\n');
    const load = await loadCourse(dir);
    expect(load.status === 'ok' ? [] : load.diagnostics.map(({ fact }) => wordsOfDiagnostic(fact))).toEqual([
      'The file must be a map of keys and values, but it is a list.',
    ]);
  });

  test('a folder without course.yaml', async () => {
    expect(await faultsOf(await temporaryFolder())).toEqual(['course.yaml:1:1 missing-file']);
  });
});

describe('a course cannot harm the person who opens it', () => {
  test('a link out of the course folder is rejected', async () => {
    const dir = await courseCopy();
    const outside = path.join(await temporaryFolder(), 'secret.ts');
    await writeFile(outside, 'secret');
    await symlink(outside, path.join(dir, 'programs/secret.ts'));
    await edit(dir, 'course.yaml', 'counting: programs/counting.ts', 'counting: programs/secret.ts');
    expect(await faultsOf(dir)).toContain('course.yaml:18:13 leaves-course');
  });

  test('a linked step folder is rejected', async () => {
    const dir = await courseCopy();
    await symlink(path.join(TINY, 'steps/why'), path.join(dir, 'steps/linked'));
    await edit(dir, 'course.yaml', '- steps/why', '- steps/linked');
    expect(await faultsOf(dir)).toContain('course.yaml:30:5 leaves-course');
  });

  test('a linked course folder is accepted', async () => {
    const dir = path.join(await temporaryFolder(), 'link');
    await symlink(TINY, dir);
    expect((await loadCourse(dir)).status).toBe('ok');
  });

  test('nested aliases do not grow without limit', async () => {
    const dir = await courseCopy();
    const levels = Array.from(
      { length: 9 },
      (_, level) =>
        `l${level}: &l${level} [${Array(9)
          .fill(level === 0 ? 'x' : `*l${level - 1}`)
          .join(', ')}]`,
    );
    await edit(dir, 'course.yaml', 'id: doorbell', `${levels.join('\n')}\nid: doorbell`);
    expect(await faultsOf(dir)).toEqual(['course.yaml:3:10 yaml-aliases']);
  });

  test('an alias inside its own anchor is a diagnostic', async () => {
    const dir = await courseCopy();
    await edit(dir, 'course.yaml', 'id: doorbell', 'loop: &a [*a]\nid: doorbell');
    expect(await faultsOf(dir)).not.toEqual([]);
  });

  test('endless nesting is a diagnostic', async () => {
    const dir = await courseCopy();
    await writeFile(path.join(dir, 'course.yaml'), '['.repeat(60_000));
    expect(await faultsOf(dir)).not.toEqual([]);
  });

  test('a file that is too large or not text is not read', async () => {
    const dir = await courseCopy();
    await writeFile(path.join(dir, RING), 'x'.repeat(300 * 1024));
    await writeFile(path.join(dir, 'steps/why/step.md'), Buffer.from([0x2d, 0xff, 0xfe]));
    expect(await faultsOf(dir)).toEqual(['course.yaml:28:5 file-too-large', 'course.yaml:30:5 not-utf8']);
  });
});

describe('a course with parts', () => {
  const cases: [what: string, from: string, to: string, expected: string][] = [
    ['and a list of steps too', 'parts:', 'steps: [steps/ring]\nparts:', 'course.yaml:30:1 steps-and-parts'],
    [
      'of which one is empty',
      '      - steps/ring\n      - steps/why',
      '      []',
      'course.yaml:33:7 wrong-value',
    ],
    ['without an id', 'id: part-one\n    title', 'title', 'course.yaml:30:5 missing-key'],
    ['of which two have one id', 'id: part-two', 'id: part-one', 'course.yaml:36:9 duplicate-id'],
    ['with a step in two parts', 'steps/how-often', 'steps/ring', 'course.yaml:39:9 duplicate-step'],
    ['with a step that is not there', 'steps/how-often', 'steps/how', 'course.yaml:39:9 missing-file'],
    ['with a page that is not there', 'after-part-two', 'after', 'course.yaml:41:14 missing-file'],
    [
      'with a page outside of the course',
      'pages/after-part-two.md',
      '../README.md',
      'course.yaml:41:14 wrong-value',
    ],
  ];
  test.each(cases)('%s', async (_what, from, to, expected) => {
    const dir = await courseCopy(TWO_PARTS);
    await edit(dir, 'course.yaml', from, to);
    expect(await faultsOf(dir)).toContain(expected);
  });

  test('with more steps than are read', async () => {
    const dir = await courseCopy(TWO_PARTS);
    const many = Array.from({ length: 199 }, (_, index) => `      - steps/s${index}`).join('\n');
    await edit(dir, 'course.yaml', '      - steps/how-often', many);
    expect(await faultsOf(dir)).toContain('course.yaml:29:1 wrong-value');
  });

  test('with a control character in a page', async () => {
    const dir = await courseCopy(TWO_PARTS);
    await edit(dir, 'pages/after-part-one.md', 'It does', 'It \u001b[2J does');
    expect(await faultsOf(dir)).toEqual(['pages/after-part-one.md:3:4 control-character']);
  });

  test('or neither parts nor steps', async () => {
    const dir = await courseCopy();
    await edit(dir, 'course.yaml', 'steps:\n  - steps/ring\n  - steps/how-often\n  - steps/why\n', '');
    expect(await faultsOf(dir)).toEqual(['course.yaml:2:1 missing-key']);
  });
});
