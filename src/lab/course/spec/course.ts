// A loaded course whose checks the lab can run.
import type { CheckSpec } from '../../checks/index.ts';
import type * as any from '../../model/course.ts';

export type Step = any.Step<CheckSpec>;
export type Course = any.Course<CheckSpec>;
