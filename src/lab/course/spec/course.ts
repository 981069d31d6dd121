// A loaded course whose checks the lab can run.
import type { CheckSpec } from '../../checks/index.ts';
import type * as model from '../../model/course.ts';

export type Step = model.Step<CheckSpec>;
export type Course = model.Course<CheckSpec>;
