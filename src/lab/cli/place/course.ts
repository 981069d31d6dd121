// Where an author edits a course. The built-in one is put together by the build: its files have sources elsewhere.
import { access } from 'node:fs/promises';
import path from 'node:path';
import { findCourse, loadCourse, type CourseLocation } from '../../course/index.ts';
import type { Course } from '../../course/index.ts';
import { commandError } from '../facts/errors.ts';
import type { Host } from '../io/host.ts';
import { formatDiagnostic } from '../../words/diagnostic-text.ts';
import { wordedDiagnostic } from '../../words/index.ts';

export interface CoursePlace extends CourseLocation {
  /** The folder with course.yaml and the steps that an author edits; undefined where edits would be lost. */
  readonly editDir: string | undefined;
  /** The file to edit for a file of the course. */
  sourceOf(file: string): string;
}

/** The course that the flags name, seen by its author. Rejects if there is none. */
export async function findCoursePlace(host: Host, course: string | undefined): Promise<CoursePlace> {
  const location = await findCourse({
    course,
    builtInDir: path.join(host.distDir, 'course'),
    cwd: host.cwd,
  });
  if (location.kind === 'folder') return { ...location, editDir: location.dir, sourceOf: (file) => file };
  const root = path.dirname(host.distDir);
  if (location.kind === 'package' || !(await isThere(path.join(root, 'steps', 'course.yaml')))) {
    return { ...location, editDir: undefined, sourceOf: (file) => file };
  }
  return {
    ...location,
    editDir: path.join(root, 'steps'),
    sourceOf: (file) => builtInSource(root, path.relative(location.dir, file).split(path.sep).join('/')),
  };
}

/** The folder in which an author changes the course. Rejects where the changes would be lost. */
export function folderToEdit({ editDir, dir, kind }: CoursePlace): string {
  if (editDir !== undefined) return editDir;
  throw kind === 'package'
    ? commandError('course-not-yours/package', { dir })
    : commandError('course-not-yours/built-in', {});
}

/** The course, which must have no faults. */
export async function wholeCourse(place: CoursePlace): Promise<Course> {
  const load = await loadCourse(place.dir);
  if (load.status === 'ok') return load.course;
  const [first] = load.diagnostics;
  const words =
    first === undefined
      ? ''
      : formatDiagnostic({ ...wordedDiagnostic(first), file: place.sourceOf(first.file) });
  throw commandError('course-invalid/to-edit', { first: words });
}

/** The counterpart of scripts/assemble-course.mjs: from a file of the assembled course back to its source. */
function builtInSource(root: string, inner: string): string {
  if (inner.startsWith('stages/')) return path.join(root, 'src/app', inner.slice('stages/'.length));
  if (inner === 'workspace/prometheus.yml') return path.join(root, 'prometheus/prometheus.yml');
  return path.join(root, 'steps', inner);
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
