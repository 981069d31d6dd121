import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
// @ts-expect-error The build's scripts are plain JavaScript.
import { assembleCourse } from '../../../scripts/assemble-course.mjs';
import { lintCourse } from '../../../src/lab/course/index.ts';
import { TOOLS } from './lint-tools.ts';
import { courseCopy, edit, temporaryFolder, TINY, TWO_PARTS } from './course-copy.ts';

const END = 'Make a counter `doorbell_rings_total`, and show it at http://{{numbers}}/metrics.';
const RING = 'steps/ring/step.md';
const HOW = 'steps/how-often/step.md';

async function findings(dir: string): Promise<string[]> {
  const found = await lintCourse(dir, TOOLS);
  return found.map(
    ({ file, line, severity, code }) => `${path.relative(dir, file)}:${line} ${severity} ${code}`,
  );
}

describe('courses without a finding', () => {
  test('the tiny course', async () => {
    expect(await findings(TINY)).toEqual([]);
  });

  test('the course in two parts', async () => {
    expect(await findings(TWO_PARTS)).toEqual([]);
  });

  test('the built-in course', async () => {
    const dir = await temporaryFolder();
    await assembleCourse(dir);
    expect(await findings(dir)).toEqual([]);
  });
});

describe('what lint finds in the page at the end of a part', () => {
  const PAGE = 'pages/after-part-one.md';
  const cases: [what: string, to: string, expected: string][] = [
    ['a code fence that is never closed', '```', `${PAGE}:3 error open-code-fence`],
    ['a placeholder without a value', '{{app}}', `${PAGE}:3 error unknown-placeholder`],
    ['a dead link, from the folder of the page', '[here](notes.md)', `${PAGE}:3 error dead-link`],
    ['a mark of something missing', 'TODO: the rest', `${PAGE}:3 warning unfinished`],
  ];
  test.each(cases)('%s', async (_what, to, expected) => {
    const dir = await courseCopy(TWO_PARTS);
    await edit(dir, PAGE, 'It does not hear knocks yet. It answers at http://{{api}}/ring.', to);
    expect(await findings(dir)).toEqual([expected]);
  });

  test('nothing in a link to another file beside it', async () => {
    const dir = await courseCopy(TWO_PARTS);
    await edit(dir, PAGE, 'It does not', '[Next](after-part-two.md). It does not');
    expect(await findings(dir)).toEqual([]);
  });
});

describe('what lint finds in text', () => {
  const cases: [what: string, file: string, from: string, to: string, expected: string][] = [
    ['a code fence that is never closed', RING, END, '```ts\nx', `${RING}:23 error open-code-fence`],
    ['a fence closed by a shorter one', RING, END, '````ts\nx\n```\n', `${RING}:23 error open-code-fence`],
    [
      'a placeholder that stands for nothing',
      RING,
      '{{api}}',
      '{{app}}',
      `${RING}:21 error unknown-placeholder`,
    ],
    ['a placeholder in a hint', HOW, '{{numbers}}', '{{metrics}}', `${HOW}:14 error unknown-placeholder`],
    ['a dead link', RING, END, '[here](notes.md)', `${RING}:23 error dead-link`],
    [
      'a dead image in a list in a table',
      RING,
      END,
      '| a |\n| - |\n| ![x](bell.png) |',
      `${RING}:25 error dead-image`,
    ],
    ['a link out of the course', RING, END, '[up](../../../../etc/passwd)', `${RING}:23 error dead-link`],
    ['a link to a heading that is not there', RING, END, '[there](#the-end)', `${RING}:23 error dead-link`],
    [
      'a dead image in HTML',
      RING,
      END,
      'See <img alt="x" src="bell.png"> here.',
      `${RING}:23 error dead-image`,
    ],
    [
      'a dead link in a block of HTML',
      RING,
      END,
      '<p>\n<a href="nowhere.md">x</a>\n</p>',
      `${RING}:24 error dead-link`,
    ],
    ['a link that runs code', RING, END, '[run](javascript:alert(1))', `${RING}:23 error link-scheme`],
    ['a link to a local file', RING, END, '<file:///etc/passwd>', `${RING}:23 error link-scheme`],
    [
      'a first hint with a line of the solution',
      RING,
      'A counter of prom-client can go up by one.',
      'Write `if (isRing) rings.inc()`.',
      `${RING}:17 warning hint-gives-away`,
    ],
    [
      'a first hint with the answer',
      'steps/why/step.md',
      'Can a ring be taken back?',
      'Of course a counter.',
      'steps/why/step.md:18 warning hint-gives-away',
    ],
    [
      'a scenario that no step sends',
      HOW,
      'scenario: evening\n',
      '',
      'course.yaml:21 warning unreachable-scenario',
    ],
    [
      'a stage that nothing uses',
      'course.yaml',
      'stages:',
      'stages:\n  loud: programs/counting.ts',
      'course.yaml:17 warning unused-stage',
    ],
    [
      'an id that is not the name of its folder',
      RING,
      'id: ring',
      'id: rings',
      `${RING}:2 warning folder-name`,
    ],
    [
      'an edit without a solution',
      RING,
      'solution:\n  stage: counting\n',
      '',
      `${RING}:4 warning no-solution`,
    ],
    [
      'an answer step without a question',
      RING,
      'kind: edit',
      'kind: answer',
      `${RING}:4 warning kind-mismatch`,
    ],
    [
      'a question in an edit',
      RING,
      'hints:',
      '  - { kind: answer, question: How many?, form: number, value: 3 }\nhints:',
      `${RING}:4 warning kind-mismatch`,
    ],
    ['a placeholder with spaces', RING, '{{api}}', '{{ app }}', `${RING}:21 error unknown-placeholder`],
    [
      'a check that asks Prometheus',
      RING,
      'checks:\n',
      'checks:\n  - { kind: query, query: up }\n',
      `${RING}:4 warning needs-prometheus`,
    ],
    [
      'a case without a header',
      'steps/ring/mistakes/two-at-once.ts',
      '// mistake: counted-twice — ',
      '// ',
      'steps/ring/mistakes/two-at-once.ts:1 error case-header',
    ],
    [
      'a mistake among the variants',
      'steps/ring/variants/at-finish.ts',
      '// variant: ',
      '// mistake: counted-twice — ',
      'steps/ring/variants/at-finish.ts:1 error case-header',
    ],
    [
      'a terminal escape in a solution',
      'programs/counting.ts',
      'ding dong',
      'ding \u001b[31m dong',
      'programs/counting.ts:10 error control-character',
    ],
    ['what new-step leaves to its author', RING, END, 'TODO: say why.', `${RING}:23 warning unfinished`],
    ['a text that is too long to read', RING, END, 'ring '.repeat(1_700), `${RING}:21 error text-too-long`],
    ['a paragraph without an end', RING, END, 'ring '.repeat(500), `${RING}:23 error paragraph-too-long`],
    ['a quotation of quotations', RING, END, '> '.repeat(500), `${RING}:23 error nested-too-deep`],
    ['a list of lists', RING, END, `${'- '.repeat(500)}a`, `${RING}:23 error nested-too-deep`],
    ['an error of the schema', RING, 'kind: edit', 'kind: jump', `${RING}:4 error wrong-type`],
  ];
  test.each(cases)('%s', async (_what, file, from, to, expected) => {
    const dir = await courseCopy();
    await edit(dir, file, from, to);
    expect(await findings(dir)).toContain(expected);
  });

  test.each([
    ['a link to a file that is there', '[the program](../../programs/silent.ts)'],
    ['a link with a query and a fragment', '[the program](../../programs/silent.ts?plain#L3)'],
    ['a link to a heading', '## Well done!\n\n[up](#well-done)'],
    ['a link to the web', '[Node](https://nodejs.org) and <https://example.com>'],
    ['a link inside of code', '`[x](nowhere.md)` and\n\n```md\n[x](nowhere.md)\n```'],
    ['a link in HTML to a file that is there', '<a href="../../programs/silent.ts">the program</a>'],
    ['a list of things to do', 'Write a TODO list.'],
    ['fences in fences', '````md\n```ts\n```\n````'],
    ['a template of something else', '`{{ .Value }}`'],
  ])('%s is not a finding', async (_what, markdown) => {
    const dir = await courseCopy();
    await edit(dir, RING, END, markdown);
    expect(await findings(dir)).toEqual([]);
  });
});

describe('what lint finds in a folder', () => {
  test('files that nothing refers to, except those of a package', async () => {
    const dir = await courseCopy();
    await writeFile(path.join(dir, 'README.md'), '');
    await writeFile(path.join(dir, 'package.json'), '{}');
    await writeFile(path.join(dir, '.gitignore'), '');
    await writeFile(path.join(dir, 'steps/ring/equivalent-mutants.txt'), '');
    await writeFile(path.join(dir, 'steps/ring/old.ts'), '');
    await writeFile(path.join(dir, 'notes.txt'), '');
    expect(await findings(dir)).toEqual([
      'notes.txt:1 warning stray-file',
      'steps/ring/old.ts:1 warning stray-file',
    ]);
  });

  test('an edit step without mistakes or variants', async () => {
    const dir = await courseCopy();
    await rm(path.join(dir, 'steps/ring/mistakes'), { recursive: true });
    await rm(path.join(dir, 'steps/ring/variants'), { recursive: true });
    await mkdir(path.join(dir, 'steps/ring/variants'));
    expect(await findings(dir)).toEqual([`${RING}:4 warning no-mistakes`, `${RING}:4 warning no-variants`]);
  });

  test('numbered folders out of order', async () => {
    const dir = await courseCopy();
    for (const [from, to] of [
      ['ring', '02-ring'],
      ['how-often', '01-how-often'],
    ] as const) {
      await rename(path.join(dir, 'steps', from), path.join(dir, 'steps', to));
      await edit(dir, 'course.yaml', `- steps/${from}`, `- steps/${to}`);
    }
    expect(await findings(dir)).toEqual(['course.yaml:29 warning step-order']);
  });

  test('a step that was inserted between two numbered ones', async () => {
    const dir = await courseCopy();
    for (const [from, to] of [
      ['ring', '01-ring'],
      ['how-often', '01b-how-often'],
      ['why', '02-why'],
    ] as const) {
      await rename(path.join(dir, 'steps', from), path.join(dir, 'steps', to));
      await edit(dir, 'course.yaml', `- steps/${from}`, `- steps/${to}`);
    }
    expect(await findings(dir)).toEqual([]);
  });

  test('no unused files while a step that may use them cannot be read', async () => {
    const dir = await courseCopy();
    await edit(dir, RING, 'kind: edit', 'kind: jump');
    expect(await findings(dir)).toEqual([`${RING}:4 error wrong-type`]);
  });
});
