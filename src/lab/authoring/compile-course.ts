// Checks a course and writes it down ready to load: a step of the build.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Step } from '../course/index.ts';
import { parseMarkdown } from '../model/markdown.ts';
import { PLACEHOLDER } from '../model/placeholders.ts';
import { COMPILED_FILE, loadCourse, serializeCourse } from '../course/index.ts';
import { formatDiagnostic } from '../words/diagnostic-text.ts';
import { wordedDiagnostic } from '../words/index.ts';

/** Writes `course.json` into the course's folder. Rejects with every error of an invalid course. */
export async function compileCourse(dir: string): Promise<void> {
  const load = await loadCourse(dir);
  if (load.status === 'invalid')
    throw new Error(load.diagnostics.map((one) => formatDiagnostic(wordedDiagnostic(one))).join('\n'));
  await writeFile(
    path.join(load.course.dir, COMPILED_FILE),
    serializeCourse({ ...load.course, steps: load.course.steps.map(withBlocks) }),
  );
}

/** An address as the live ones are: `localhost` and a port. */
const ADDRESS = 'localhost:1';

/**
 * The step with its text parsed, so that the lab starts without a Markdown parser. Left out where the parser would see
 * something else with the addresses filled in.
 */
function withBlocks(step: Step): Step {
  const blocks = parseMarkdown(step.body);
  if (blocks === undefined) return step;
  const filledAfter = JSON.stringify(blocks).replaceAll(PLACEHOLDER, ADDRESS);
  const filledBefore = JSON.stringify(parseMarkdown(step.body.replaceAll(PLACEHOLDER, ADDRESS)));
  return filledAfter === filledBefore ? { ...step, blocks } : step;
}
