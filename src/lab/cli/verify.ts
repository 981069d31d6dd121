// `verify [step…]`: proves that every step of a course can be failed and passed. 0 all as expected, 1 a surprise.
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { disposeAppProcess } from '../app-process/index.ts';
import type { Course, Step } from '../model/course.ts';
import { LabError } from '../model/errors.ts';
import { formatBar } from '../ui/event-text.ts';
import { formatTable, wrap } from '../ui/layout.ts';
import { cleanText } from '../ui/style.ts';
import type { CaseResult, VerifyCase } from '../verify/case.ts';
import { formatJunit } from '../verify/junit.ts';
import { verifyCourse, verifyMutants } from '../verify/verify.ts';
import { courseOf } from './find-workspace.ts';
import type { Host } from './host.ts';
import { placeOf } from './open-session.ts';
import { createOutput, type CommandOutput } from './output.ts';
import type { SessionFlags } from './program.ts';

export interface VerifyFlags extends SessionFlags {
  readonly junit?: string;
  readonly fast?: boolean;
  readonly mutants?: boolean;
  readonly atOnce?: number;
}

/** A case waits for its processes more than it computes. */
const CASES_PER_CORE = 2;

/** The kinds that prove both directions of each step, without its corpus. */
const FAST_KINDS: ReadonlySet<VerifyCase['kind']> = new Set(['unfinished', 'starter', 'solution', 'answer']);

/** Runs the command. */
export async function verify(host: Host, ids: readonly string[], flags: VerifyFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  const course = await courseOf(host, flags);
  const steps = stepsOf(course, ids);
  const startedAt = performance.now();
  const progress = createProgress(host, output, flags.json === true);
  const run = flags.mutants === true ? verifyMutants : verifyCourse;
  const results = await run({
    course,
    steps,
    place: placeOf(host),
    prometheus: flags.prometheus,
    atOnce: flags.atOnce ?? availableParallelism() * CASES_PER_CORE,
    ...(flags.fast === true ? { kinds: FAST_KINDS } : {}),
    onResult: progress.onResult,
    signal: host.signal,
  });
  progress.end();
  await disposeAppProcess();
  if (flags.junit !== undefined) await writeJunit(path.resolve(host.cwd, flags.junit), results);
  const durationMs = performance.now() - startedAt;
  const surprises = results.filter((result) => result.outcome.status !== 'expected');
  const appStarts = results.reduce((sum, result) => sum + result.appStarts, 0);
  output.say((flags.mutants === true ? formatMutantTotals : formatTotals)(results, output.columns));
  output.say(
    `\n${results.length - surprises.length} as expected, ${surprises.length} not, in ${(durationMs / 1000).toFixed(1)} s with ${appStarts} app starts.`,
  );
  output.json({
    course: course.id,
    status: surprises.length === 0 ? 'pass' : 'fail',
    durationMs: Math.round(durationMs),
    appStarts,
    cases: results.map((result) => ({ ...result, durationMs: Math.round(result.durationMs) })),
  });
  return surprises.length === 0 ? 0 : 1;
}

function stepsOf(course: Course, ids: readonly string[]): readonly Step[] {
  if (ids.length === 0) return course.steps;
  return ids.map((id) => {
    const step = course.steps.find((one) => one.id === id || String(one.number) === id);
    if (step !== undefined) return step;
    throw new LabError('no-step', `There is no step "${id.slice(0, 60)}".`, {
      hint: `The steps are: ${course.steps.map((one) => one.id).join(', ')}.`,
    });
  });
}

interface VerifyProgress {
  readonly onResult: (result: CaseResult, at: { readonly done: number; readonly total: number }) => void;
  readonly end: () => void;
}

/** A bar on a terminal, a line a case elsewhere; a surprise is always told in full and at once. */
function createProgress(host: Host, output: CommandOutput, isJson: boolean): VerifyProgress {
  const chat = isJson ? host.stderr : host.stdout;
  const { style, columns } = output;
  const isTty = chat.isTTY === true;
  const clear = (): void => void (isTty && chat.write('\r\u001b[2K'));
  return {
    onResult({ name, outcome, detail, durationMs }, { done, total }) {
      clear();
      if (outcome.status === 'expected') {
        if (!isTty) chat.write(`ok        ${name} (${Math.round(durationMs)} ms)\n`);
      } else {
        const word = outcome.status === 'blocked' ? style.warn('blocked') : style.bad('surprise');
        chat.write(`${word}  ${name}\n`);
        chat.write(`${wrap(`expected ${outcome.expected}`, columns, '          ')}\n`);
        chat.write(`${wrap(`found ${cleanText(outcome.observed)}`, columns, '          ')}\n`);
        for (const line of detail === undefined ? [] : detail.split('\n'))
          chat.write(`          ${cleanText(line)}\n`);
      }
      if (isTty) chat.write(formatBar(done, total));
    },
    end: clear,
  };
}

function formatTotals(results: readonly CaseResult[], columns: number): string {
  const kinds = ['starter', 'solution', 'round-trip', 'mistake', 'variant', 'answer'] as const;
  const steps = [...new Set(results.map((result) => result.step))];
  const cell = (step: string, kind: CaseResult['kind']): string => {
    const those = results.filter((result) => result.step === step && result.kind === kind);
    const good = those.filter((result) => result.outcome.status === 'expected').length;
    if (those.length === 0) return '';
    return good === those.length ? String(good) : `${good} of ${those.length}`;
  };
  return formatTable(
    ['step', ...kinds],
    steps.map((step) => [step, ...kinds.map((kind) => cell(step, kind))]),
    columns,
  );
}

/** Mutants by step: how many failed as they must, how many may pass, and how many pass although they must not. */
function formatMutantTotals(results: readonly CaseResult[], columns: number): string {
  const steps = [...new Set(results.map((result) => result.step))];
  return formatTable(
    ['step', 'mutants', 'caught', 'equivalent', 'survivors', 'blocked'],
    steps.map((step) => {
      const those = results.filter((result) => result.step === step && result.kind === 'mutant');
      const count = (isOne: (result: CaseResult) => boolean): string => String(those.filter(isOne).length);
      return [
        step,
        String(those.length),
        count(({ outcome, equivalent }) => outcome.status === 'expected' && equivalent === undefined),
        count(({ outcome, equivalent }) => outcome.status === 'expected' && equivalent !== undefined),
        count(({ outcome }) => outcome.status === 'surprise'),
        count(({ outcome }) => outcome.status === 'blocked'),
      ];
    }),
    columns,
  );
}

async function writeJunit(file: string, results: readonly CaseResult[]): Promise<void> {
  try {
    await writeFile(file, formatJunit(results));
  } catch (cause) {
    throw new LabError('junit-not-written', `${file} cannot be written.`, {
      hint: 'Name a file in a folder that exists.',
      cause,
    });
  }
}
