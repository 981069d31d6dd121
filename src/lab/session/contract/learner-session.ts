// The session as the learner's own terminal has it: every call, and what only the one in front of it may do.
import type { Course } from '../../course/index.ts';
import type { StepReport } from './values.ts';
import type { Session, StepStatus } from './calls.ts';

/** What a learner takes home: the steps, and how each was done. */
export interface CourseSummary {
  /** Its title. */
  readonly course: string;
  /** `2026-01-31` */
  readonly day: string;
  readonly steps: readonly {
    readonly number: number;
    readonly title: string;
    readonly status: StepStatus;
    readonly attempts: number;
    readonly hintsShown: number;
  }[];
}

export interface CourseReview {
  /** One report a step, in order. */
  readonly reports: readonly StepReport[];
  /** The text of the summary's file. */
  readonly summary: string;
  /** Where the summary was written, relative to the workspace. */
  readonly summaryFile: string;
}

export interface LearnerSession extends Session {
  readonly course: Course;
  readonly workspaceDir: string;
  /** Makes a step the current one and gets ready what it needs: its traffic is sent, its Prometheus runs. */
  enterStep(stepId: string, signal: AbortSignal): Promise<void>;
  /** Starts the app in the background unless it runs. A start that fails is told as an event. */
  startApp(signal: AbortSignal): void;
  /** Marks the step skipped; going back to it stays possible. */
  skipStep(stepId: string): Promise<void>;
  /** The right answer to the step's question, from live metrics: for `start --auto` and for proofs. */
  findAnswer(stepId: string, signal: AbortSignal): Promise<string>;
  /**
   * Checks every step once more against the finished app, and writes the summary into the workspace.
   *
   * @param inWords gives the text of the summary's file, in Markdown
   */
  review(signal: AbortSignal, inWords: (summary: CourseSummary) => string): Promise<CourseReview>;
}
