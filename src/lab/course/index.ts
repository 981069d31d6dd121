// The public interface of the course module. Cheap to import: the YAML parser and the schema are loaded with a course.
import path from 'node:path';
import { readRegularText } from '../../files/index.ts';
import type { Course } from './spec/course.ts';
import type { LintTools } from './lint/input.ts';
import type { Diagnostic } from './read/diagnostic.ts';
import { COMPILED_FILE, deserializeCourse } from './serialize.ts';

type CourseLoad =
  | { readonly status: 'ok'; readonly course: Course }
  | { readonly status: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

export { compareDiagnostics } from './read/diagnostic.ts';
export type { Diagnostic } from './read/diagnostic.ts';
export type { DiagnosticFact } from './facts/diagnostics.ts';
export { unfinishedPlaces } from './read/unfinished.ts';
export { findCourse } from './find.ts';
export type { CourseLocation } from './find.ts';
export { readHeader, splitHeader } from './cases/header.ts';
export { makeCasePatch } from './cases/patch.ts';
export {
  answerIn,
  familyOf,
  PATCH_ENDING,
  readCases,
  readSolution,
  workspaceFileFor,
  workspaceFilesOf,
} from './cases/read.ts';
export type { CaseAnswer, StepCase, StepCases } from './cases/read.ts';
export type { Course, Step } from './spec/course.ts';
export { COMPILED_FILE, serializeCourse } from './serialize.ts';

/** Reads and checks the course in a folder: the typed course, or every error at once. */
export async function loadCourse(dir: string): Promise<CourseLoad> {
  const room = await import('./read/course.ts');
  const { course, diagnostics } = await room.readCourse(dir);
  return course === undefined ? { status: 'invalid', diagnostics } : { status: 'ok', course };
}

/** Everything that is wrong or doubtful in a course folder, errors and warnings, in order of place. */
export async function lintCourse(dir: string, tools: LintTools): Promise<readonly Diagnostic[]> {
  const room = await import('./lint/index.ts');
  return room.lintCourse(dir, tools);
}

/**
 * The course that the lab comes with: from the `course.json` that the build has written beside it, which spares the
 * YAML parser and the schema, or else from its sources.
 */
export async function loadBuiltInCourse(dir: string): Promise<CourseLoad> {
  const compiled = await readRegularText(path.join(dir, COMPILED_FILE)).catch(() => undefined);
  const course = compiled === undefined ? undefined : deserializeCourse(compiled, dir);
  return course === undefined ? loadCourse(dir) : { status: 'ok', course };
}
export { CONTROL_CHARACTERS } from './read/control-characters.ts';
