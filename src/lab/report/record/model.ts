// What a report says of a class: plain data, made from the records and from nothing else.
import type { Verdict } from '../../model/verdict.ts';

/** What the checks say now of the files that were handed in. */
export type Regrade =
  | { readonly status: Verdict['status']; readonly code?: string; readonly message?: string }
  /** It cannot be judged from the files: a number that only the app of that day had. */
  | { readonly status: 'not-judged'; readonly message: string };

export interface StepRecord {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  /** The id of its part; absent in a course without parts. */
  readonly part?: string;
  /** What the learner's progress says. */
  readonly claimed: 'passed' | 'applied' | 'skipped' | 'open';
  /** Whether the step was ever opened or checked. */
  readonly isTouched: boolean;
  /** Checks and answers, also those by a save. */
  readonly attempts: number;
  readonly failed: number;
  readonly hints: number;
  /** Whether the solution was ever put in place. */
  readonly isApplied: boolean;
  /** Time at work, pauses left out. */
  readonly activeMs: number;
  /** What failed, the most frequent first. */
  readonly codes: readonly { readonly code: string; readonly count: number }[];
  /** Only with --regrade. */
  readonly regraded?: Regrade;
}

/** How a submission was run when it was graded again. `reason` is a sentence that says why there was no sandbox. */
export type RunIn =
  { readonly isolation: 'bubblewrap' } | { readonly isolation: 'none'; readonly reason: string };

export interface LearnerReport {
  /** One line, nothing in it that moves a cursor. */
  readonly name: string;
  /** The name, and the end of the folder's path where another learner has the same name. */
  readonly label: string;
  /** Absolute path of the workspace. */
  readonly dir: string;
  /** Undefined where the workspace's marker cannot be read. */
  readonly seed: number | undefined;
  readonly steps: readonly StepRecord[];
  readonly activeMs: number;
  /** Pauses that were not counted as work. */
  readonly pauses: number;
  /** ISO 8601 of the last entry of the journal. */
  readonly lastActive?: string;
  /** The step where help was or is needed most. */
  readonly stuck?: Stuck;
  /** Lines of the journal that cannot be read. */
  readonly garbledLines: number;
  /** What else the reader should know, one sentence each. */
  readonly notes: readonly string[];
  /** Only with --regrade. */
  readonly runIn?: RunIn;
}

export interface Stuck {
  readonly step: string;
  readonly number: number;
  readonly failed: number;
  readonly activeMs: number;
  readonly code?: string;
  /** Whether the learner got past it in the end. */
  readonly isOver: boolean;
}

/** One step over all learners. */
export interface StepSummary {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  /** The id of its part; absent in a course without parts. */
  readonly part?: string;
  readonly passed: number;
  readonly applied: number;
  readonly skipped: number;
  /** Learners who opened or checked it. */
  readonly touched: number;
  /** Of those who touched it. */
  readonly medianAttempts: number;
  readonly medianActiveMs: number;
  /** The failure that most learners met. */
  readonly code?: string;
}

export interface ClassReport {
  readonly course: string;
  readonly title: string;
  readonly learners: readonly LearnerReport[];
  readonly steps: readonly StepSummary[];
  /** Absent in a course without parts. */
  readonly parts?: readonly { readonly id: string; readonly title: string }[];
  /** Whether the checks were run again. */
  readonly isRegraded: boolean;
  /** Folders that hold no readable work, and why. */
  readonly left: readonly { readonly dir: string; readonly reason: string }[];
}

/** Whether the checks contradict what the progress claims. */
export const isUnconfirmed = (step: StepRecord): boolean =>
  (step.claimed === 'passed' || step.claimed === 'applied') && step.regraded?.status === 'fail';

/** Whether the progress claims it, and the checks could not be run to tell. */
export const isUntold = (step: StepRecord): boolean =>
  (step.claimed === 'passed' || step.claimed === 'applied') && step.regraded?.status === 'blocked';
