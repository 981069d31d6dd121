// Checks a course and writes it down ready to load: a step of the build.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatDiagnostic, loadCourse } from './index.ts';
import { COMPILED_FILE, serializeCourse } from './serialize.ts';

/** Writes `course.json` into the course's folder. Rejects with every fault of a course that is wrong. */
export async function compileCourse(dir: string): Promise<void> {
  const load = await loadCourse(dir);
  if (load.status === 'invalid')
    throw new Error(load.diagnostics.map((fault) => formatDiagnostic(fault)).join('\n'));
  await writeFile(path.join(load.course.dir, COMPILED_FILE), serializeCourse(load.course));
}
