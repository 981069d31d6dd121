// Runs a course's checks again on files that were handed in: in a copy, on free ports, with nothing believed.
import { lstat, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { AppConfinement } from '../../model/app-run.ts';
import type { Course, Step } from '../../course/index.ts';
import { LabError } from '../../model/errors.ts';
import type { LearnerSession } from '../../session/contract/learner-session.ts';
import { worded, wordsOfThrown } from '../../words/index.ts';
import { openSession } from '../../session/open.ts';
import type { SessionEnv } from '../../session/live/env.ts';
import { planFreePorts } from '../../session/live/ports.ts';
import type { WorkspaceRecord } from '../../workspace/index.ts';
import { reportLearner } from '../record/learner.ts';
import type { Regrade } from '../record/model.ts';
import { copyWork } from './copy.ts';
import { lastAnswer, whyNotJudged } from './evidence.ts';
import { appSandbox, type SandboxPlace } from './sandbox.ts';

export interface RegradeOptions {
  readonly course: Course;
  readonly place: SessionEnv;
  /** The value of `--prometheus`. */
  readonly prometheus: string;
  /** Present where this process runs in the outer sandbox. */
  readonly sandbox: SandboxPlace | undefined;
  /** Called with each step as soon as it is judged. */
  readonly onGrade: (step: string, regraded: Regrade) => void;
  readonly signal: AbortSignal;
}

/** A message may quote what the submission has printed. */
const LONGEST_MESSAGE = 10_000;

/** Judges every step. Gives what else the reader should know. Rejects only when the signal aborts. */
export async function regrade(record: WorkspaceRecord, options: RegradeOptions): Promise<readonly string[]> {
  const { course, prometheus, signal } = options;
  const root = await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-regrade-'));
  const judged = new Set<string>();
  const onGrade: RegradeOptions['onGrade'] = (step, regraded) => {
    judged.add(step);
    options.onGrade(step, regraded);
  };
  try {
    const dir = path.join(root, 'workspace');
    const ports = await planFreePorts(course.app.ports);
    const { packages } = options.place.runtime;
    const notes = await copyWork({ record, course, dir, packages, ports });
    const confinement = await confine(record.dir, dir, options.sandbox);
    const place = { ...options.place, confinement };
    const session = await openSession({
      dir,
      course,
      prometheus,
      place,
      ports,
      signal,
    });
    try {
      await gradeSteps(session, record, { onGrade, signal });
    } finally {
      await session.close();
    }
    return notes;
  } catch (error) {
    signal.throwIfAborted();
    // One learner's folder that cannot be used must not end the report of the others.
    const message = wordsOfThrown(error).message.slice(0, LONGEST_MESSAGE);
    const code = error instanceof LabError ? error.code : 'regrade-failed';
    for (const { id } of course.steps) if (!judged.has(id)) onGrade(id, { status: 'blocked', code, message });
    return [];
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** The app gets its own packages to read, where they are in the folder that was handed in. */
async function confine(
  original: string,
  workspaceDir: string,
  sandbox: SandboxPlace | undefined,
): Promise<AppConfinement> {
  if (sandbox === undefined) return { launcher: [] };
  const modules = path.join(original, 'node_modules');
  // A link could lead to any folder.
  const isOwn = await lstat(modules).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return { launcher: appSandbox(sandbox, { workspaceDir, readable: isOwn ? [modules] : [] }) };
}

async function gradeSteps(
  session: LearnerSession,
  record: WorkspaceRecord,
  { onGrade, signal }: Pick<RegradeOptions, 'onGrade' | 'signal'>,
): Promise<void> {
  const report = reportLearner(session.course, record);
  for (const step of session.course.steps) {
    const known = whyNotJudged(step, report, record);
    onGrade(step.id, known ?? (await grade(session, step, lastAnswer(step, record), signal)));
  }
}

async function grade(
  session: LearnerSession,
  step: Step,
  answer: string | undefined,
  signal: AbortSignal,
): Promise<Regrade> {
  const checked = await session.call(
    'check',
    { step: step.id, ...(answer === undefined ? {} : { answer }) },
    signal,
  );
  const last = checked.checks.at(-1);
  if (checked.status === 'pass' || last === undefined) return { status: 'pass' };
  const { code, message } = worded(last);
  return {
    status: checked.status,
    ...(code === undefined ? {} : { code }),
    message: message.slice(0, LONGEST_MESSAGE),
  };
}
