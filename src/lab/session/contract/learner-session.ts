// The session as the learner's own terminal has it: every call, and what only the one in front of it may do.
import type { Course } from '../../model/course.ts';
import type { SessionListener, StepReport } from './events.ts';
import type { Session } from './calls.ts';

export interface CourseReview {
  /** One report a step, in order. */
  readonly reports: readonly StepReport[];
  /** Markdown: what was learned and how it went. */
  readonly summary: string;
  /** Where the summary was written, relative to the workspace. */
  readonly summaryFile: string;
}

export interface LearnerSession extends Session {
  readonly course: Course;
  readonly workspaceDir: string;
  /** Adds a listener; the returned function removes it. */
  subscribe(listener: SessionListener): () => void;
  /** Makes a step the current one and gets ready what it needs: its traffic is sent, its Prometheus runs. */
  enterStep(stepId: string, signal: AbortSignal): Promise<void>;
  /** Starts the app in the background unless it runs. A start that fails is told as an event. */
  startApp(signal: AbortSignal): void;
  /** Marks the step skipped; going back to it stays possible. */
  skipStep(stepId: string): Promise<void>;
  /** The right answer to the step's question, from live metrics: for `start --auto` and for proofs. */
  findAnswer(stepId: string, signal: AbortSignal): Promise<string>;
  /** Checks every step once more against the finished app. */
  review(signal: AbortSignal): Promise<CourseReview>;
}
