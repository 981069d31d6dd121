// Which workspace and which course a command is about.
import path from 'node:path';
import { findCourse, loadBuiltInCourse, loadCourse, type CourseLocation } from '../../course/index.ts';
import type { Course } from '../../course/index.ts';
import { commandError } from '../facts/errors.ts';
import { inspectFolder } from '../../workspace/index.ts';
import type { Host } from '../io/host.ts';
import { formatDiagnostic } from '../../words/diagnostic-text.ts';
import { wordedDiagnostic } from '../../words/index.ts';
import type { CommonFlags } from '../io/flags.ts';

/** The folder that `start` and `init` make if none is named. */
const DEFAULT_FOLDER = 'ecom-lab';

/**
 * The workspace's folder: `--dir`, else the current folder or the nearest one above it that is one, else `./ecom-lab`,
 * which need not exist yet.
 */
export async function workspaceFolder(host: Host, flags: Pick<CommonFlags, 'dir'>): Promise<string> {
  if (flags.dir !== undefined) return path.resolve(host.cwd, flags.dir);
  for (let dir = host.cwd; ; dir = path.dirname(dir)) {
    if ((await inspectFolder(dir)).kind === 'workspace') return dir;
    if (dir === path.dirname(dir)) break;
  }
  return path.resolve(host.cwd, DEFAULT_FOLDER);
}

/** Where the course is that the flags name, the built-in one by default. Rejects if there is none. */
export async function locationOf(
  host: Host,
  { course }: Pick<CommonFlags, 'course'>,
): Promise<CourseLocation> {
  return findCourse({ course, builtInDir: path.join(host.distDir, 'course'), cwd: host.cwd });
}

/** That course; nothing of it is run. Rejects with all errors of a course that is wrong. */
export async function courseOf(host: Host, flags: Pick<CommonFlags, 'course'>): Promise<Course> {
  const location = await locationOf(host, flags);
  const load = await (location.kind === 'built-in'
    ? loadBuiltInCourse(location.dir)
    : loadCourse(location.dir));
  if (load.status === 'ok') return load.course;
  const [first, ...more] = load.diagnostics;
  throw commandError('course-invalid', {
    dir: location.dir,
    first: first === undefined ? '' : formatDiagnostic(wordedDiagnostic(first)),
    more: more.length,
  });
}
