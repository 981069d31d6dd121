// `lint [course]`: every error of a course, with its location. Exits with 0 (none, or only warnings), 1 (errors) or 2
// (the course cannot be read).
import path from 'node:path';
import { FileRefusal, readRegularFile } from '../../../files/index.ts';
import { lintCourse } from '../../course/index.ts';
import { sharedSimulator } from '../../prometheus/index.ts';
import { commandError } from '../facts/errors.ts';
import { formatDiagnostic } from '../../words/diagnostic-text.ts';
import { cli, wordedDiagnostic, type WordedDiagnostic } from '../../words/index.ts';
import { findCoursePlace } from '../place/course.ts';
import type { Host } from '../io/host.ts';
import { createOutput } from '../io/output.ts';
import { simulatorFileOf } from '../place/session.ts';
import type { CommonFlags } from '../io/flags.ts';

const words = cli.authors;

/** Runs the command. The argument is the same as `--course`. */
export async function lint(host: Host, course: string | undefined, flags: CommonFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  if (course !== undefined && flags.course !== undefined) {
    throw commandError('course-twice', {});
  }
  const place = await findCoursePlace(host, course ?? flags.course);
  await refuseUnreadable(path.join(place.dir, 'course.yaml'));
  const simulator = sharedSimulator(simulatorFileOf(host));
  const found = (await lintCourse(place.dir, { simulator, signal: host.signal })).map(
    (one): WordedDiagnostic => ({
      ...wordedDiagnostic(one),
      file: place.sourceOf(one.file),
    }),
  );
  const errors = found.filter(({ severity }) => severity === 'error').length;
  const warnings = found.length - errors;
  for (const one of found) output.say(`${paint(formatDiagnostic(one, host.cwd), one, output)}\n`);
  const where = path.relative(host.cwd, place.editDir ?? place.dir) || '.';
  output.say(found.length === 0 ? words.noErrors(where) : words.errorCount(where, errors, warnings));
  if (found.length > 0 && place.kind === 'built-in' && place.editDir !== undefined) {
    output.say(words.builtLast);
  }
  output.json({
    course: place.dir,
    status: errors === 0 ? 'pass' : 'fail',
    errors,
    warnings,
    diagnostics: found,
  });
  return errors === 0 ? 0 : 1;
}

async function refuseUnreadable(file: string): Promise<void> {
  try {
    await readRegularFile(file);
  } catch (cause) {
    // Named with its place by the linter itself.
    if (cause instanceof FileRefusal && cause.code !== 'file-not-answering') return;
    throw commandError('course-unreadable', { file }, cause);
  }
}

/** Colors the word `error` or `warning` of the first line; nothing else changes. */
function paint(
  text: string,
  { severity }: WordedDiagnostic,
  { style }: ReturnType<typeof createOutput>,
): string {
  const color = severity === 'error' ? style.bad : style.warn;
  const label = words.severities[severity];
  return text.replace(`: ${label}: `, () => `: ${color(label)}: `);
}
