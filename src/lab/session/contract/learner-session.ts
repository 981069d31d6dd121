// The session as the learner's own terminal has it, and what a learner takes home.
import type { Course } from '../../course/index.ts';
import type { Session } from './calls.ts';
import type { StepStatus } from './state.ts';

/** What a learner takes home: the steps, and how each was done. */
export interface CourseSummary {
  /** Its title. */
  readonly course: string;
  /** The title of the part; absent in a course without parts. */
  readonly part?: string;
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

/** A session in the same process: it shares the loaded course, whose texts are parsed already. */
export interface LearnerSession extends Session {
  readonly course: Course;
  readonly workspaceDir: string;
}
