// A course as a session's clients see it.
export type { Course, Step } from '../../course/index.ts';
