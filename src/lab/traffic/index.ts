// The front door of the traffic room: what a scenario means for a learner, and sending it.
export { DEFAULT_SEED, planTraffic, scenarioCounts } from './plan.ts';
export type { PlannedRequest } from './plan.ts';
export { seedForLearner } from './seed.ts';
export { explainFailures } from './explain-failures.ts';
export type { TrafficFault } from './explain-failures.ts';
export { sendTraffic } from './send.ts';
