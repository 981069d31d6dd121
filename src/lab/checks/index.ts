// The index of this module: the closed set of checks, and what they can say.
export { checkSchema, concernsOf, runCheck } from './kinds/registry.ts';
export type { CheckKind, CheckSpec, CheckSpecOf, FailFacts, PassFacts } from './kinds/registry.ts';
export { findDataFaults } from './worlds/author-faults.ts';
export { findRightAnswer } from './kinds/right-answer.ts';
export { playIncident } from './kinds/incident/check.ts';
export { blockedCodes, failCodes } from './facts/codes.ts';
export type { BlockedFacts } from './facts/blocked.ts';
export type { CheckErrors } from './facts/errors.ts';
export type { DataFacts, SpecFacts } from './facts/specs.ts';
export { waitFact } from './facts/prometheus/waits.ts';
