// Runs one case in a separate workspace, with the same session that a learner has.
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { readRegularText } from '../../files/index.ts';
import type { Course } from '../course/index.ts';
import { questionIn } from '../model/course.ts';
import { LabError } from '../model/errors.ts';
import { systemFault } from '../model/faults/system.ts';
import type { LearnerSession } from '../session/contract/learner-session.ts';
import { openSession } from '../session/open.ts';
import type { SessionEnv } from '../session/live/env.ts';
import { planFreePorts, type PortPlan } from '../session/live/ports.ts';
import { filesOfSolution, isEdited } from '../model/file-state.ts';
import { fileStateAfter, fileStateBefore, readFileState } from '../workspace/index.ts';
import { cli, wordsOfError } from '../words/index.ts';
import { packagesOf } from './cases/packages.ts';
import type { CaseOutcome, CaseResult, VerifyCase } from './cases/model.ts';
import { expectFail, expectPass } from './cases/compare.ts';
import { isConfiguration, withPorts } from './moved-ports.ts';
import type { Templates } from './templates.ts';

const words = cli.verify;

export interface RunCaseOptions {
  readonly course: Course;
  readonly place: SessionEnv;
  /** The value of `--prometheus`. */
  readonly prometheus: string;
  readonly templates: Templates;
  readonly signal: AbortSignal;
}

/** Runs a case to its outcome. Rejects only when the signal aborts. */
export async function runCase(one: VerifyCase, options: RunCaseOptions): Promise<CaseResult> {
  const startedAt = performance.now();
  const counter = { appStarts: 0 };
  let outcome: CaseOutcome;
  try {
    outcome =
      knownOutcome(one) ??
      (await inWorkspace(one, options, counter, (session, dir) => decide(one, session, dir, options)));
  } catch (error) {
    options.signal.throwIfAborted();
    // One case that breaks the lab must not hide what the others would show.
    const known = systemFault(error) ?? error;
    const observed =
      known instanceof LabError ? `${known.code}: ${wordsOfError(known).message}` : inspect(error);
    outcome = { status: 'blocked', expected: 'an outcome', observed };
  }
  return {
    step: one.step.id,
    kind: one.kind,
    name: one.name,
    outcome,
    ...(one.kind === 'mutant' ? { detail: one.detail } : {}),
    ...(one.kind === 'mutant' && one.equivalent !== undefined ? { equivalent: one.equivalent } : {}),
    durationMs: performance.now() - startedAt,
    appStarts: counter.appStarts,
  };
}

/** The outcome of what is wrong without running anything. */
function knownOutcome(one: VerifyCase): CaseOutcome | undefined {
  if (one.kind === 'unfinished') {
    return { status: 'surprise', expected: words.finished, observed: words.unfinished(one.places) };
  }
  if (one.kind === 'stale-equivalent')
    return { status: 'surprise', expected: words.equivalent, observed: words.noEquivalent };
  return undefined;
}

async function decide(
  one: VerifyCase,
  session: LearnerSession,
  dir: string,
  { signal }: RunCaseOptions,
): Promise<CaseOutcome> {
  const check = (answer?: string): ReturnType<typeof session.call<'check'>> =>
    session.call('check', { step: one.step.id, ...(answer === undefined ? {} : { answer }) }, signal);
  switch (one.kind) {
    case 'starter':
      return expectFail(await check());
    case 'mistake':
      return expectFail(await check(one.answer?.text), one.code);
    case 'solution':
      return expectPass(await check());
    case 'variant':
      return expectPass(await check(one.answer?.text));
    case 'mutant':
      return one.equivalent === undefined ? expectFail(await check()) : expectPass(await check());
    case 'unfinished':
    case 'stale-equivalent':
      throw new Error(`a case of the kind ${one.kind} is not run`);
    case 'answer': {
      const { answer } = await session.call('findAnswer', { step: one.step.id }, signal);
      const right = expectPass(await check(answer));
      return right.status === 'expected' ? expectFail(await check(wrongAnswer(one, answer))) : right;
    }
    case 'round-trip':
      return roundTrip(one, session, dir, signal);
    default:
      return one satisfies never;
  }
}

/** A wrong answer in the right form. */
function wrongAnswer(one: VerifyCase, right: string): string {
  const question = questionIn(one.step.checks);
  if (question?.kind === 'incident') return right.replace(/^[^;]*/, 'OPTIONS /nowhere');
  if (question?.choices !== undefined)
    return question.choices.find((choice) => choice.id !== question.correct)?.id ?? '';
  return question?.form === 'number' ? String(Number(right) + 1) : 'none of them';
}

/** Apply, start over, apply: what the files hold after each. */
async function roundTrip(
  one: VerifyCase,
  session: LearnerSession,
  dir: string,
  signal: AbortSignal,
): Promise<CaseOutcome> {
  const names = Object.keys(fileStateAfter(session.course, one.step.id).files);
  const before = await snapshot(names, dir);
  await session.call('apply', { step: one.step.id }, signal);
  const first = await snapshot(names, dir);
  await session.call('reset', { step: one.step.id }, signal);
  const undone = await snapshot(names, dir);
  await session.call('apply', { step: one.step.id }, signal);
  const second = await snapshot(names, dir);
  const faults = [
    ...differs(before, undone).map((file) => words.notRestored(file)),
    ...differs(first, second).map((file) => words.differsAgain(file)),
    ...(differs(before, first).length === 0 ? [words.changesNothing] : []),
  ];
  return faults.length === 0
    ? { status: 'expected', observed: words.sameFiles }
    : { status: 'surprise', expected: words.sameFiles, observed: faults.join('; ') };
}

type Files = Readonly<Record<string, string | undefined>>;

const differs = (a: Files, b: Files): string[] =>
  Object.keys({ ...a, ...b }).filter((file) => a[file] !== b[file]);

async function snapshot(names: readonly string[], dir: string): Promise<Files> {
  const texts = await Promise.all(
    names.map((name) => readRegularText(path.join(dir, name)).catch(() => undefined)),
  );
  return Object.fromEntries(names.map((name, index) => [name, texts[index]]));
}

async function inWorkspace<T>(
  one: VerifyCase,
  { course, place, prometheus, templates, signal }: RunCaseOptions,
  counter: { appStarts: number },
  work: (session: LearnerSession, dir: string) => Promise<T>,
): Promise<T> {
  const root = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-verify-')));
  try {
    const dir = path.join(root, 'workspace');
    const seed = seedOf(one);
    const ports = await planFreePorts(course.app.ports);
    await templates.copyTo(dir, seed);
    await prepare(dir, one, { course, place, ports });
    // Threads protect a learner's terminal from heavy queries; here each case would pay for two of them.
    const { prometheusWorkerFile: _, ...ownThread } = place;
    const session = await openSession({
      dir,
      course,
      prometheus,
      place: ownThread,
      ports,
      onAppStart: () => (counter.appStarts += 1),
      signal,
    });
    try {
      return await work(session, dir);
    } finally {
      await session.close();
    }
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

function seedOf(one: VerifyCase): number {
  if (one.kind === 'answer') return one.seed;
  return 'answer' in one ? (one.answer?.seed ?? 0) : 0;
}

interface CasePlace {
  readonly course: Course;
  readonly place: SessionEnv;
  readonly ports: PortPlan;
}

/**
 * The files of the case: those of the state that it begins with, the edits that the solution makes next to its whole files,
 * and the mistake's or variant's own on top.
 */
async function prepare(dir: string, one: VerifyCase, { course, place, ports }: CasePlace): Promise<void> {
  const here: Course = { ...course, app: { ...course.app, ports: ports.actual } };
  const after = fileStateAfter(here, one.step.id);
  const isSolved = one.kind === 'solution' || one.kind === 'mutant';
  const state = isSolved ? after : fileStateBefore(here, one.step.id);
  const edited = 'texts' in one ? editedFiles(here, one.step) : [];
  const isBesides = ([file]: readonly [string, unknown]): boolean => edited.includes(file);
  const besides = Object.fromEntries(Object.entries(after.files).filter(isBesides));
  const texts = { ...state, files: { ...state.files, ...besides } };
  const files = new Map(await readFileState(texts, place.runtime.packages));
  for (const [file, text] of 'texts' in one ? one.texts : []) {
    files.set(file, isConfiguration(file) ? withPorts(text, ports) : text);
  }
  for (const [file, text] of files) {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), text);
  }
  await place.runtime.packages.link(dir, [...state.packages, ...packagesOf(one, place.runtime.packages)]);
}

/** The files that the solution edits besides those that it replaces. */
function editedFiles(course: Course, { solution }: VerifyCase['step']): readonly string[] {
  if (solution === undefined || !('files' in solution)) return [];
  return filesOfSolution(course, solution).filter((file) => isEdited(solution, file));
}
