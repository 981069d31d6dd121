// `report [DIR…]`: how one learner or a class is doing. Reads only; with --regrade it also runs what was handed in.
// 0 done, 1 a claimed step fails its check now, 2 one could not be judged, or there is nothing to report.
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Course } from '../model/course.ts';
import { LabError } from '../model/errors.ts';
import { reportClass } from '../report/class-report.ts';
import { findWorkspaces } from '../report/find-workspaces.ts';
import { formatCsv } from '../report/format-csv.ts';
import { formatHtml } from '../report/format-html.ts';
import { formatText } from '../report/format-text.ts';
import { reportLearner } from '../report/learner-report.ts';
import { isUnconfirmed, isUntold, type ClassReport, type LearnerReport } from '../report/model.ts';
import { regradeApart, type ApartOptions } from '../report/regrade-apart.ts';
import { regrade } from '../report/regrade.ts';
import { runPool } from '../verify/run-pool.ts';
import { readRecord, type WorkspaceRecord } from '../workspace/index.ts';
import { courseOf, workspaceFolder } from './find-workspace.ts';
import type { Host } from './host.ts';
import { placeOf } from './open-session.ts';
import { createOutput } from './output.ts';
import { cleanText } from '../ui/style.ts';
import type { SessionFlags } from './program.ts';
import { refuseUnwritable } from './writable-file.ts';

export interface ReportFlags extends SessionFlags {
  readonly csv?: boolean;
  readonly html?: string;
  readonly regrade?: boolean;
  readonly atOnce?: number;
}

/** Runs the command. */
export async function report(host: Host, dirs: readonly string[], flags: ReportFlags): Promise<number> {
  const isMachine = flags.json === true || flags.csv === true;
  if (flags.json === true && flags.csv === true)
    throw new LabError('two-formats', 'Give --json or --csv, not both: each is a whole document.');
  const output = createOutput(host, flags.json === true);
  const page = flags.html === undefined ? undefined : path.resolve(host.cwd, flags.html);
  // Before the work, which with --regrade may take minutes.
  if (page !== undefined) await refuseUnwritable(page);
  const course = await courseOf(host, flags);
  const made = await makeReport(host, course, await foldersOf(host, dirs, flags), flags);
  if (page !== undefined) await writeFile(page, formatHtml(made, new Date()));
  if (flags.csv === true) host.stdout.write(formatCsv(made));
  else output.say(formatText(made, host.stdout.columns ?? 100));
  if (flags.html !== undefined && !isMachine) output.say(`\nThe page is ${flags.html}.`);
  output.json(made);
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
): Promise<ClassReport> {
  const found = await findWorkspaces(dirs);
  const records = await Promise.all(found.dirs.map((dir) => readRecord(dir)));
  const mine = records.filter((record) => isOfCourse(record, course));
  const strangers = records
    .filter((record) => !isOfCourse(record, course))
    .map(({ dir, marker }) => ({ dir, reason: `it belongs to the course "${marker?.course ?? ''}".` }));
  if (mine.length === 0) {
    const others = strangers.length === 0 ? '' : ` (${strangers.length} of another course)`;
    throw new LabError('no-workspaces', `There is no workspace in ${dirs.join(', ')}${others}.`, {
      hint: `Name a workspace, or a folder with workspaces in it. Their course can be named with --course; this is "${course.id}".`,
    });
  }
  const learners = mine.map((record) => reportLearner(course, record));
  const done = flags.regrade === true ? await regradeAll(host, course, mine, learners, flags) : learners;
  return reportClass(course, done, {
    isRegraded: flags.regrade === true,
    left: [...found.left, ...strangers],
  });
}

/** A marker that cannot be read may be of any course: its learner is reported, with a note. */
const isOfCourse = ({ marker }: WorkspaceRecord, course: Course): boolean =>
  marker === undefined || marker.course === course.id;

async function regradeAll(
  host: Host,
  course: Course,
  records: readonly WorkspaceRecord[],
  learners: readonly LearnerReport[],
  flags: ReportFlags,
): Promise<readonly LearnerReport[]> {
  const options = { course, place: placeOf(host), prometheus: flags.prometheus, signal: host.signal };
  return runPool(records, flags.atOnce ?? availableParallelism(), async (record, index) => {
    host.signal.throwIfAborted();
    const learner = learners[index];
    if (learner === undefined) throw new Error('a record without a report');
    host.stderr.write(`Running the checks again: ${cleanText(record.dir)}\n`);
    // The only one, as also in a process of its own: nobody else's result could be lost.
    if (records.length === 1) return regrade(learner, record, options);
    return regradeApart(learner, apart(host, record, flags));
  });
}

/** How the lab asks itself to regrade one workspace. */
function apart(host: Host, { dir }: WorkspaceRecord, { course, prometheus }: ReportFlags): ApartOptions {
  const { nodePath, distDir, cwd, env, platform, signal } = host;
  const asked = ['report', dir, '--regrade', '--json', '--prometheus', prometheus];
  const args = [
    path.join(distDir, 'main.js'),
    ...asked,
    ...(course === undefined ? [] : ['--course', course]),
  ];
  return { nodePath, args, cwd, env, platform, signal };
}
