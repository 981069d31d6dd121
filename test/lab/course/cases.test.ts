import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { familyOf, loadCourse, readCases } from '../../../src/lab/course/index.ts';
import type { StepCases } from '../../../src/lab/course/index.ts';
import { courseCopy, TINY } from './course-copy.ts';

async function casesOf(dir: string): Promise<StepCases> {
  const load = await loadCourse(dir);
  const step = load.status === 'ok' ? load.course.steps[0] : undefined;
  if (load.status !== 'ok' || step === undefined) throw new Error('not loaded');
  return readCases(load.course, step);
}

describe('the cases of a step', () => {
  test('say what they show and with which code they must fail', async () => {
    const { cases, faults } = await casesOf(TINY);
    expect(faults).toEqual([]);
    expect(cases.map(({ files: _files, ...rest }) => rest)).toEqual([
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

  test('may stand for a family, with other numbers in the place of one', async () => {
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

  test('keep their line ends and byte order mark, which may be what they show', async () => {
    const dir = await courseCopy();
    const text = '\ufeff// variant: written on Windows\r\nexport {};\r\n';
    await writeFile(path.join(dir, 'steps/ring/variants/windows.ts'), text);
    const windows = (await casesOf(dir)).cases.find(({ name }) => name === 'windows');
    expect(windows?.shows).toBe('written on Windows');
    expect(windows?.files.get('server.ts')).toBe(text);
  });

  test.each([
    ['a link out of the course', 'leaves-course'],
    ['a file in the place of npm', 'reserved-file'],
    ['an empty folder', 'case-empty'],
  ])('%s is named and not used', async (_what, code) => {
    const dir = await courseCopy();
    const place = path.join(dir, 'steps/ring/variants/bad');
    if (code === 'leaves-course') await symlink('/etc/hostname', `${place}.ts`);
    else await mkdir(path.join(place, code === 'reserved-file' ? 'node_modules' : ''), { recursive: true });
    if (code === 'reserved-file') await writeFile(path.join(place, 'node_modules/x.js'), '// variant: x\n');
    const { cases, faults } = await casesOf(dir);
    expect(faults.map((fault) => fault.code)).toEqual([code]);
    expect(cases).toHaveLength(2);
  });
});
