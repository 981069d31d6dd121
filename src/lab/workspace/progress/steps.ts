// How far a learner is, as data, and the changes to it. Reads and writes nothing.

export type StepStatus = 'open' | 'passed' | 'applied' | 'skipped';

export interface StepProgress {
  readonly status: StepStatus;
  /** Checks that were run for it, also by a save. */
  readonly attempts: number;
  /** How many levels of hints were shown. */
  readonly hintsShown: number;
  /** ISO 8601; when it was first opened. */
  readonly openedAt?: string;
  /** ISO 8601; when it first passed, was applied or was skipped. */
  readonly closedAt?: string;
}

export interface Progress {
  readonly version: 1;
  /** Id of the step that the learner is at. */
  readonly current?: string;
  readonly steps: Readonly<Record<string, StepProgress>>;
}

export const EMPTY_PROGRESS: Progress = { version: 1, steps: {} };

const UNTOUCHED: StepProgress = { status: 'open', attempts: 0, hintsShown: 0 };

/** What is known of a step; one that was never opened is `open` with no attempts. */
export function stepProgress(progress: Progress, step: string): StepProgress {
  return Object.hasOwn(progress.steps, step) ? (progress.steps[step] ?? UNTOUCHED) : UNTOUCHED;
}

const withStep = (progress: Progress, step: string, change: Partial<StepProgress>): Progress => ({
  ...progress,
  steps: { ...progress.steps, [step]: { ...stepProgress(progress, step), ...change } },
});

/** The learner goes to a step. */
export function withStepOpened(progress: Progress, step: string, at: Date): Progress {
  const openedAt = stepProgress(progress, step).openedAt ?? at.toISOString();
  return { ...withStep(progress, step, { openedAt }), current: step };
}

/**
 * A check of a step was run. A pass closes the step; a failed one never opens it again, because a later step's
 * work may break an earlier check on purpose.
 */
export function withAttempt(
  progress: Progress,
  step: string,
  attempt: { isPassed: boolean; at: Date },
): Progress {
  const counted = withStep(progress, step, { attempts: stepProgress(progress, step).attempts + 1 });
  const isClosed = ['passed', 'applied'].includes(stepProgress(progress, step).status);
  return attempt.isPassed && !isClosed ? withStepStatus(counted, step, 'passed', attempt.at) : counted;
}

/** The next level of a step's hints was shown. */
export function withHintShown(progress: Progress, step: string, level: number): Progress {
  return withStep(progress, step, { hintsShown: Math.max(level, stepProgress(progress, step).hintsShown) });
}

/** A step was passed, applied or skipped, or is open again. */
export function withStepStatus(progress: Progress, step: string, status: StepStatus, at: Date): Progress {
  if (status === 'open') return reopenSteps(progress, [step]);
  const known = stepProgress(progress, step);
  // The first time counts: solving a step that was skipped replaces the skip, doing it once more changes nothing.
  const closedAt = known.status === status && known.closedAt ? known.closedAt : at.toISOString();
  return withStep(progress, step, { status, closedAt });
}

/** Steps are open again, as after a reset; their attempts and hints stay counted. */
export function reopenSteps(progress: Progress, steps: readonly string[]): Progress {
  const reopened = steps.flatMap((step) => {
    const { closedAt: _closedAt, ...rest } = stepProgress(progress, step);
    return Object.hasOwn(progress.steps, step) ? [[step, { ...rest, status: 'open' as const }] as const] : [];
  });
  return { ...progress, steps: { ...progress.steps, ...Object.fromEntries(reopened) } };
}
