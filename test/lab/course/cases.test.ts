import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../../../src/lab/model/errors.ts';
import {
  answerIn,
  familyOf,
  lintCourse,
  loadCourse,
  makeCasePatch,
  readCases,
  workspaceFilesOf,
} from '../../../src/lab/course/index.ts';
import type { StepCases } from '../../../src/lab/course/index.ts';
import { TOOLS } from './lint-tools.ts';
import { courseCopy, TINY } from './course-copy.ts';

async function casesOf(dir: string, id = 'ring'): Promise<StepCases> {
  const load = await loadCourse(dir);
  const step = load.status === 'ok' ? load.course.steps.find((one) => one.id === id) : undefined;
  if (load.status !== 'ok' || step === undefined) throw new Error('not loaded');
  return readCases(load.course, step);
}

describe('the cases of a step', () => {
  test('say what they show and which code they must fail with', async () => {
    const { cases, faults } = await casesOf(TINY);
    expect(faults).toEqual([]);
    expect(cases.map(({ files: _files, header: _header, ...rest }) => rest)).toEqual([
      { kind: 'mistake', name: 'two-at-once', code: 'counted-twice', shows: 'two increments a ring' },
      { kind: 'variant', name: 'at-finish', code: undefined, shows: 'counted when the answer is finished' },
    ]);
    expect(cases[0]?.files.get('server.ts')).toContain('rings.inc(2)');
  });

  test('may be folders of several files', async () => {
    const dir = await courseCopy();
    const folder = path.join(dir, 'steps/ring/variants/apart');
    await mkdir(path.join(folder, 'lib'), { recursive: true });
    await writeFile(path.join(folder, 'lib/metrics.ts'), 'export {};\n');
    await writeFile(path.join(folder, 'server.ts'), '// variant: in a file of its own\n');
    const apart = (await casesOf(dir)).cases.find(({ name }) => name === 'apart');
    expect(apart?.shows).toBe('in a file of its own');
    expect([...(apart?.files.keys() ?? [])]).toEqual(['lib/metrics.ts', 'server.ts']);
  });

  test.each(['—', '–', '-', '--'])('may have the dash %s in their first line', async (dash) => {
    const dir = await courseCopy();
    const text = `// mistake: not-counted ${dash} no increment - at all\n`;
    await writeFile(path.join(dir, 'steps/ring/mistakes/none.ts'), text);
    const none = (await casesOf(dir)).cases.find(({ name }) => name === 'none');
    expect(none).toMatchObject({ code: 'not-counted', shows: 'no increment - at all' });
  });

  test('may represent a family, with other numbers in place of one', async () => {
    const dir = await courseCopy();
    const text = '// variant: late\n// family: 300 -> 50..60 by 5\nlater(300, 3000);\n';
    await writeFile(path.join(dir, 'steps/ring/variants/late.ts'), text);
    const late = (await casesOf(dir)).cases.find(({ name }) => name === 'late');
    const members = late === undefined ? [] : familyOf(late);
    expect(members.map(({ name }) => name)).toEqual(['late, 50', 'late, 55', 'late, 60']);
    expect(members[1]?.files.get('server.ts')).toContain('later(55, 3000);');
  });

  test.each(['300 -> 50..400 by 0', '300 -> 400..50 by 5', '300 -> 0..999999 by 1', '300 - 400'])(
    'a family of %s is only a comment',
    async (family) => {
      const dir = await courseCopy();
      await writeFile(
        path.join(dir, 'steps/ring/variants/odd.ts'),
        `// variant: odd\n// family: ${family}\n`,
      );
      const odd = (await casesOf(dir)).cases.find(({ name }) => name === 'odd');
      expect(odd === undefined ? 0 : familyOf(odd).length).toBe(1);
    },
  );

  test('keep their line endings and byte order mark, which may be what they show', async () => {
    const dir = await courseCopy();
    const text = '\ufeff// variant: written on Windows\r\nexport {};\r\n';
    await writeFile(path.join(dir, 'steps/ring/variants/windows.ts'), text);
    const windows = (await casesOf(dir)).cases.find(({ name }) => name === 'windows');
    expect(windows?.shows).toBe('written on Windows');
    expect(windows?.files.get('server.ts')).toBe(text);
  });

  test.each([
    ['a link out of the course', 'leaves-course'],
    ['a file in a folder of npm', 'reserved-file'],
    ['an empty folder', 'case-empty'],
  ])('%s is reported and not used', async (_what, code) => {
    const dir = await courseCopy();
    const place = path.join(dir, 'steps/ring/variants/bad');
    if (code === 'leaves-course') await symlink('/etc/hostname', `${place}.ts`);
    else await mkdir(path.join(place, code === 'reserved-file' ? 'node_modules' : ''), { recursive: true });
    if (code === 'reserved-file') await writeFile(path.join(place, 'node_modules/x.js'), '// variant: x\n');
    const { cases, faults } = await casesOf(dir);
    expect(faults.map(({ fact }) => codeOf(fact.kind))).toEqual([code]);
    expect(cases).toHaveLength(2);
  });
});

async function writeAnswer(dir: string, file: string, text: string): Promise<void> {
  const place = path.join(dir, 'steps/why', file);
  await mkdir(path.dirname(place), { recursive: true });
  await writeFile(place, text);
}

describe('the cases of a step that asks something', () => {
  test('are answers, with the seed that they are about', async () => {
    const dir = await courseCopy();
    await writeAnswer(
      dir,
      'mistakes/other.txt',
      '# mistake: wrong-choice — the other one\n# seed: 12\n\nA gauge\n',
    );
    await writeAnswer(dir, 'variants/by-id.txt', '# variant: its id\ncounter\n');
    const { cases, faults } = await casesOf(dir, 'why');
    expect(faults).toEqual([]);
    expect(cases.map((one) => [one.name, answerIn(one)])).toEqual([
      ['other', { text: 'A gauge', seed: 12 }],
      ['by-id', { text: 'counter', seed: 0 }],
    ]);
  });

  test('may bring files of the workspace', async () => {
    const dir = await courseCopy();
    await writeAnswer(dir, 'variants/more/answer.txt', '# variant: with rules\ncounter\n');
    await writeAnswer(dir, 'variants/more/rules.yml', 'groups: []\n');
    const [one] = (await casesOf(dir, 'why')).cases;
    expect(one && [answerIn(one)?.text, workspaceFilesOf(one)]).toEqual([
      'counter',
      new Map([['rules.yml', 'groups: []\n']]),
    ]);
  });

  test('may be a family of answers', async () => {
    const dir = await courseCopy();
    await writeAnswer(
      dir,
      'variants/ago.txt',
      '# variant: ago\n# family: 20 -> 18..20 by 1\n20 minutes ago\n',
    );
    const [one] = (await casesOf(dir, 'why')).cases;
    expect(one && familyOf(one).map((member) => answerIn(member)?.text)).toEqual([
      '18 minutes ago',
      '19 minutes ago',
      '20 minutes ago',
    ]);
  });

  test('have an answer', async () => {
    const dir = await courseCopy();
    await writeAnswer(dir, 'variants/more/rules.yml', '# variant: without one\n');
    const { faults } = await casesOf(dir, 'why');
    expect(faults.map(({ fact }) => fact)).toEqual([{ kind: 'case-without-answer', file: 'answer.txt' }]);
  });
});

const atTwo = (text: string): string => text.replace('rings.inc()', 'rings.inc(2)');

const program = async (dir: string): Promise<string> =>
  readFile(path.join(dir, 'programs/counting.ts'), 'utf8');

async function writePatch(dir: string, patch: string): Promise<void> {
  await writeFile(path.join(dir, 'steps/ring/mistakes/patched.patch'), patch);
}

describe('a patch of the solution', () => {
  const HEADER = '// mistake: counted-twice - two at once\n';
  async function patchOf(dir: string, change: (text: string) => string): Promise<string> {
    const text = await program(dir);
    return (
      HEADER + (await makeCasePatch(new Map([['server.ts', change(text)]]), new Map([['server.ts', text]])))
    );
  }

  test('is the program that it produces', async () => {
    const dir = await courseCopy();
    await writePatch(dir, await patchOf(dir, atTwo));
    const { cases, faults } = await casesOf(dir);
    expect(faults).toEqual([]);
    const patched = cases.find(({ name }) => name === 'patched');
    expect(patched).toMatchObject({ code: 'counted-twice', shows: 'two at once', header: HEADER });
    expect(patched?.files).toEqual(new Map([['server.ts', atTwo(await program(dir))]]));
  });

  test('may add files next to the solution', async () => {
    const dir = await courseCopy();
    const patch = await makeCasePatch(new Map([['lib/bell.ts', 'export {};\n']]), new Map());
    await writePatch(dir, HEADER + patch);
    const patched = (await casesOf(dir)).cases.find(({ name }) => name === 'patched');
    expect(Object.fromEntries(patched?.files ?? [])).toEqual({
      'lib/bell.ts': 'export {};\n',
      'server.ts': await program(dir),
    });
  });

  test('represents a family by the numbers that it adds, not by those of the solution', async () => {
    const dir = await courseCopy();
    const patch = await patchOf(dir, (text) => `${text}setTimeout(() => rings.inc(), 200);\n`);
    await writePatch(dir, patch.replace(HEADER, `${HEADER}// family: 200 -> 50..60 by 10\n`));
    const one = (await casesOf(dir)).cases.find(({ name }) => name === 'patched');
    const texts = (one === undefined ? [] : familyOf(one)).map(({ files }) => files.get('server.ts') ?? '');
    expect(texts).toHaveLength(2);
    for (const [index, text] of texts.entries()) {
      expect(text).toContain(`rings.inc(), ${[50, 60][index]})`);
      expect(text).toContain('isRing ? 200 : 404');
    }
  });

  test.each([
    [
      'of other lines',
      (patch: string) => patch.replace('-  if (isRing) rings', '-  if (isBell) rings'),
      /^@@ /,
    ],
    [
      'of a file that the solution does not leave',
      (patch: string) => patch.replaceAll('server.ts', 'none.ts'),
      /^--- /,
    ],
    ['that is cut off', (patch: string) => patch.split('\n').slice(0, 5).join('\n'), /^@@ |^\+\+\+ |^ /],
    ['of nothing', () => HEADER, /^\/\/ mistake/],
    ['out of the workspace', (patch: string) => patch.replaceAll('server.ts', '../server.ts'), /^--- /],
    ['of npm packages', () => `${HEADER}--- /dev/null\n+++ node_modules/x.js\n@@ -0,0 +1,1 @@\n+x\n`, /^/],
  ])('%s does not apply: the error names its line', async (_what, change, line) => {
    const dir = await courseCopy();
    const patch = change(await patchOf(dir, atTwo));
    await writePatch(dir, patch);
    const { cases, faults } = await casesOf(dir);
    expect(cases.map(({ name }) => name)).not.toContain('patched');
    expect(faults.map(({ fact }) => codeOf(fact.kind))).toEqual(['case-patch']);
    expect(patch.split('\n')[(faults[0]?.line ?? 0) - 1]).toMatch(line);
    const found = (await lintCourse(dir, TOOLS)).find(({ code }) => code === 'case-patch');
    expect(found).toMatchObject({ severity: 'error', line: faults[0]?.line });
  });
});
