// Regrades one of several workspaces in a process of its own: a program that ends whatever runs it takes no other
// learner's result with it.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runBound } from '../children/run-bound.ts';
import type { LearnerReport, Regrade } from './model.ts';

export interface ApartOptions {
  readonly nodePath: string;
  /** The lab's own program, and what it is asked: `report DIR --regrade --json …`. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly signal: AbortSignal;
}

/** The learner's report with what the other process found. Rejects only when the signal aborts. */
export async function regradeApart(report: LearnerReport, options: ApartOptions): Promise<LearnerReport> {
  const { nodePath, args, cwd, env, platform, signal } = options;
  // Its temporary files lie in a folder of their own: they go also where it could not remove them itself.
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-regrade-'));
  try {
    const ownEnv = { ...env, TMPDIR: temporary, TEMP: temporary, TMP: temporary };
    const end = await runBound({ file: nodePath, args, cwd, env: ownEnv, platform, signal });
    return withGrades(report, end.stdout);
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Puts the grades of a printed report into this one; where none was printed, nothing could be judged. */
export function withGrades(report: LearnerReport, printed: string): LearnerReport {
  const other = learnerIn(printed);
  const steps = report.steps.map((step) => ({ ...step, regraded: other?.grades.get(step.id) ?? ENDED }));
  return { ...report, notes: other?.notes ?? report.notes, steps };
}

const ENDED: Regrade = {
  status: 'blocked',
  code: 'regrade-ended',
  message: 'What ran the checks was ended from outside, perhaps by the program that was handed in.',
};

interface PrintedLearner {
  readonly grades: ReadonlyMap<string, Regrade>;
  readonly notes: readonly string[];
}

function learnerIn(printed: string): PrintedLearner | undefined {
  try {
    const { learners } = JSON.parse(printed) as { learners: readonly [LearnerReport] };
    const [{ steps, notes }] = learners;
    return {
      grades: new Map(steps.flatMap(({ id, regraded }) => (regraded === undefined ? [] : [[id, regraded]]))),
      notes,
    };
  } catch {
    // Cut off, or nothing at all: it was ended.
    return undefined;
  }
}
