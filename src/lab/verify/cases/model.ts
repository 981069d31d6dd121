// What is proven of a course: one case each, as data.
import type { CaseAnswer, Step } from '../../course/index.ts';

interface CaseOf {
  readonly step: Step;
  /** Unique in a run, readable: `count-requests/mistakes/one-missing.ts`. */
  readonly name: string;
}

export type VerifyCase = CaseOf &
  (
    | { /** The state before the step must fail. */ readonly kind: 'starter' }
    | { /** The solution must pass. */ readonly kind: 'solution' }
    | {
        /** Must fail with exactly this code. */
        readonly kind: 'mistake';
        readonly code: string;
        /** Workspace file -> its text. */
        readonly texts: ReadonlyMap<string, string>;
        /** In a step that asks something. */
        readonly answer?: CaseAnswer | undefined;
      }
    | {
        /** Must pass. */
        readonly kind: 'variant';
        readonly texts: ReadonlyMap<string, string>;
        readonly answer?: CaseAnswer | undefined;
      }
    | { /** Apply, undo, apply: the same files. */ readonly kind: 'round-trip' }
    | {
        /** Never right: parts of step.md are still to be written. */ readonly kind: 'unfinished';
        readonly places: number;
      }
    | {
        /** A solution with a mechanical mistake: must fail, unless no check could tell it from the solution. */
        readonly kind: 'mutant';
        /** Workspace file -> its text. */
        readonly texts: ReadonlyMap<string, string>;
        /** The operator and the lines that differ, as `equivalent-mutants.txt` has them. */
        readonly detail: string;
        /** Why it must pass. */
        readonly equivalent?: string;
      }
    | {
        /** Never right: an equivalent mutant that there is not any more. */ readonly kind: 'stale-equivalent';
      }
    | { /** The answer is found and a wrong one refused. */ readonly kind: 'answer'; readonly seed: number }
  );

/** How a case went. `surprise`: not as expected. `blocked`: it could not be judged, for a reason outside the course. */
export type CaseOutcome =
  | { readonly status: 'expected'; readonly observed: string }
  | { readonly status: 'surprise' | 'blocked'; readonly expected: string; readonly observed: string };

export interface CaseResult {
  readonly step: string;
  readonly kind: VerifyCase['kind'];
  readonly name: string;
  readonly outcome: CaseOutcome;
  /** What it was, where the name does not say it. */
  readonly detail?: string;
  /** Why a mutant may pass. */
  readonly equivalent?: string;
  /** How often it was run, where that is more than once; the times below are those of all runs. */
  readonly runs?: number;
  readonly durationMs: number;
  /** How many times the learner's app was started for it. */
  readonly appStarts: number;
}
