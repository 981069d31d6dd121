// Where a course is: the built-in one, a folder, or an npm package that is installed below the current folder.
import { access, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { readRegularText, withinTime } from '../../files/index.ts';
import { courseError } from './facts/errors.ts';
import { isObject } from '../../json.ts';

export interface FindCourseOptions {
  /** What `--course` was given: a folder or the name of an npm package. Absent: the built-in course. */
  readonly course: string | undefined;
  /** Absolute path of the course that the lab comes with. */
  readonly builtInDir: string;
  readonly cwd: string;
}

export interface CourseLocation {
  readonly kind: 'built-in' | 'folder' | 'package';
  /** Absolute path of the folder that holds course.yaml. */
  readonly dir: string;
}

const PACKAGE_NAME = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

const hasCourse = (dir: string) =>
  withinTime(
    access(path.join(dir, 'course.yaml')).then(
      () => true,
      () => false,
    ),
    dir,
  );

const isFolder = (dir: string) =>
  withinTime(
    stat(dir).then(
      (found) => found.isDirectory(),
      () => false,
    ),
    dir,
  );

/** Finds the folder of a course. Rejects with a LabError `course-not-found` that says where it looked. */
export async function findCourse(options: FindCourseOptions): Promise<CourseLocation> {
  const { course, builtInDir, cwd } = options;
  if (course === undefined) return { kind: 'built-in', dir: builtInDir };
  const folder = path.resolve(cwd, course);
  const isThere = await isFolder(folder);
  if (isThere && (await hasCourse(folder))) return { kind: 'folder', dir: await realpath(folder) };
  const packageDir = PACKAGE_NAME.test(course) ? await findPackage(course, cwd) : undefined;
  if (packageDir === undefined) {
    throw isThere
      ? courseError('course-not-found/no-file', { folder })
      : courseError('course-not-found/absent', { folder });
  }
  return { kind: 'package', dir: await courseInPackage(course, packageDir) };
}

/** The folder of an installed package, looked for in node_modules from `cwd` upwards, as Node does. */
async function findPackage(name: string, cwd: string): Promise<string | undefined> {
  for (let dir = path.resolve(cwd); ; dir = path.dirname(dir)) {
    const candidate = path.join(dir, 'node_modules', name);
    if (await isFolder(candidate)) return realpath(candidate);
    if (path.dirname(dir) === dir) return undefined;
  }
}

async function courseInPackage(name: string, packageDir: string): Promise<string> {
  const named = await readCourseKey(name, packageDir);
  const candidates = named === undefined ? ['.', 'course'] : [named];
  for (const candidate of candidates) {
    const dir = path.resolve(packageDir, candidate);
    if (!(await hasCourse(dir))) continue;
    const real = await realpath(dir);
    const inside = path.relative(packageDir, real);
    if (!inside.startsWith('..') && !path.isAbsolute(inside)) return real;
  }
  throw courseError('course-not-found/in-package', { name, looked: candidates });
}

async function readCourseKey(name: string, packageDir: string): Promise<string | undefined> {
  const file = path.join(packageDir, 'package.json');
  let manifest: unknown;
  try {
    manifest = JSON.parse(await readRegularText(file));
  } catch (cause) {
    throw courseError('course-not-found/package-json', { name }, cause);
  }
  const settings = isObject(manifest) ? manifest['ecom-lab'] : undefined;
  const course = isObject(settings) ? settings['course'] : undefined;
  return typeof course === 'string' ? course : undefined;
}
