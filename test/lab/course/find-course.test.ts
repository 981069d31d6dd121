import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCourse } from '../../../src/lab/course/index.ts';
import { temporaryFolder, TINY } from './course-copy.ts';

const builtInDir = '/built-in';

async function packageAt(cwd: string, name: string, courseFolder: string, manifest: object): Promise<string> {
  const dir = path.join(cwd, 'node_modules', name);
  await mkdir(dir, { recursive: true });
  await cp(TINY, path.join(dir, courseFolder), { recursive: true });
  await writeFile(path.join(dir, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
  return dir;
}

describe('finding a course', () => {
  test('without a name, it is the built-in one', async () => {
    const found = await findCourse({ course: undefined, builtInDir, cwd: '/' });
    expect(found).toEqual({ kind: 'built-in', dir: builtInDir });
  });

  test('a folder, absolute or not', async () => {
    expect(await findCourse({ course: TINY, builtInDir, cwd: '/' })).toEqual({ kind: 'folder', dir: TINY });
    const { base, dir } = path.parse(TINY);
    expect(await findCourse({ course: base, builtInDir, cwd: dir })).toEqual({ kind: 'folder', dir: TINY });
  });

  test.each([
    ['at its root', '.', {}],
    ['in its folder course', 'course', {}],
    ['where its package.json says', 'lessons/one', { 'ecom-lab': { course: 'lessons/one' } }],
  ])('a package with the course %s, installed in a folder above', async (_where, folder, manifest) => {
    const cwd = await temporaryFolder();
    const dir = await packageAt(cwd, '@school/bells', folder, manifest);
    const below = path.join(cwd, 'a/b');
    await mkdir(below, { recursive: true });
    const found = await findCourse({ course: '@school/bells', builtInDir, cwd: below });
    expect(found).toEqual({ kind: 'package', dir: path.join(dir, folder) });
  });

  test('a package whose course is outside of it is rejected', async () => {
    const cwd = await temporaryFolder();
    const dir = await packageAt(cwd, 'bells', 'x', { 'ecom-lab': { course: 'link' } });
    await symlink(TINY, path.join(dir, 'link'));
    await expect(findCourse({ course: 'bells', builtInDir, cwd })).rejects.toMatchObject({
      code: 'course-not-found',
    });
  });

  test('a folder without course.yaml is reported as one', async () => {
    const cwd = await temporaryFolder();
    await mkdir(path.join(cwd, 'bells'));
    await expect(findCourse({ course: 'bells', builtInDir, cwd })).rejects.toMatchObject({
      code: 'course-not-found',
      fact: { folder: path.join(cwd, 'bells') },
    });
  });

  test.each([['./nowhere'], ['no-such-package'], ['../../etc'], ['']])('%j is not found', async (course) => {
    const cwd = await temporaryFolder();
    const error: unknown = await findCourse({ course, builtInDir, cwd }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'course-not-found' });
  });
});
