// The front door of the traffic room: what a scenario means for a learner, and sending it.
export { DEFAULT_SEED, planTraffic, scenarioCounts } from './plan-traffic.ts';
export type { PlannedRequest } from './plan-traffic.ts';
export { seedForLearner } from './seed.ts';
export { explainFailures } from './explain-failures.ts';
export type { FailureText } from './explain-failures.ts';
export { sendTraffic } from './send-traffic.ts';
