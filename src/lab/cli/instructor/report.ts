// `report [DIR…]`: how one learner or a class is doing. Reads only; with --regrade it also runs what was handed in.
// 0 done, 1 a claimed step fails its check now, 2 one could not be judged, or there is nothing to report.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Course } from '../../course/index.ts';
import { commandError } from '../facts/errors.ts';
import { reportClass } from '../../report/record/class.ts';
import { findWorkspaces } from '../../report/record/find-workspaces.ts';
import { formatCsv } from '../../report/format/csv.ts';
import { formatHtml } from '../../report/format/html.ts';
import { formatText } from '../../report/format/text.ts';
import { reportLearner } from '../../report/record/learner.ts';
import { isUnconfirmed, isUntold, type ClassReport } from '../../report/record/model.ts';
import { cli } from '../../words/index.ts';
import { readRecord, type WorkspaceRecord } from '../../workspace/index.ts';
import { trustedCourseOf } from '../place/course-trust.ts';
import { courseOf, workspaceFolder } from '../place/workspace.ts';
import type { Host } from '../io/host.ts';
import { createOutput } from '../io/output.ts';
import type { ReportFlags } from '../io/flags.ts';
import { regrade } from './regrade.ts';
import { refuseUnwritable } from './writable-file.ts';

/** Runs the command. */
export async function report(host: Host, dirs: readonly string[], flags: ReportFlags): Promise<number> {
  const isMachine = flags.json === true || flags.csv === true;
  if (flags.json === true && flags.csv === true) throw commandError('two-formats', {});
  const output = createOutput(host, flags.json === true);
  const page = flags.html === undefined ? undefined : path.resolve(host.cwd, flags.html);
  // Before the work, which with --regrade may take minutes.
  if (page !== undefined) await refuseUnwritable(page);
  const course = await (flags.regrade === true ? trustedCourseOf : courseOf)(host, flags);
  const { made, forget } = await makeReport(host, course, await foldersOf(host, dirs, flags), flags);
  if (page !== undefined) await writeFile(page, formatHtml(made, new Date()));
  if (flags.csv === true) host.stdout.write(formatCsv(made));
  else output.say(formatText(made, host.stdout.columns ?? 100));
  if (flags.html !== undefined && !isMachine) output.say(`\n${cli.instructors.page(flags.html)}`);
  output.json(made);
  await forget();
  const steps = made.learners.flatMap((learner) => learner.steps);
  if (steps.some(isUnconfirmed)) return 1;
  return steps.some(isUntold) ? 2 : 0;
}

async function foldersOf(
  host: Host,
  dirs: readonly string[],
  flags: ReportFlags,
): Promise<readonly string[]> {
  if (dirs.length > 0) return dirs.map((dir) => path.resolve(host.cwd, dir));
  return [await workspaceFolder(host, flags)];
}

async function makeReport(
  host: Host,
  course: Course,
  dirs: readonly string[],
  flags: ReportFlags,
): Promise<{ readonly made: ClassReport; readonly forget: () => Promise<void> }> {
  const found = await findWorkspaces(dirs);
  const records = await Promise.all(found.dirs.map((dir) => readRecord(dir)));
  const mine = records.filter((record) => isOfCourse(record, course));
  const strangers = records
    .filter((record) => !isOfCourse(record, course))
    .map(({ dir, marker }) => ({ dir, reason: cli.instructors.otherCourse(marker?.course ?? '') }));
  if (mine.length === 0) {
    throw commandError('no-workspaces', { dirs, others: strangers.length, course: course.id });
  }
  const submissions = mine.map((record) => ({ record, report: reportLearner(course, record) }));
  const isRegraded = flags.regrade === true;
  const left = [...found.left, ...strangers];
  if (!isRegraded) {
    const learners = submissions.map((one) => one.report);
    return { made: reportClass(course, learners, { isRegraded, left }), forget: () => Promise.resolve() };
  }
  const { learners, forget } = await regrade(host, course, submissions, flags);
  return { made: reportClass(course, learners, { isRegraded, left }), forget };
}

/** A marker that cannot be read may be of any course: its learner is reported, with a note. */
const isOfCourse = ({ marker }: WorkspaceRecord, course: Course): boolean =>
  marker === undefined || marker.course === course.id;
