// The public interface of the traffic module: plans a scenario for a learner, and sends it.
export { DEFAULT_SEED, planTraffic, scenarioCounts } from './plan.ts';
export type { PlannedRequest } from './plan.ts';
export { seedForLearner } from './seed.ts';
export { explainFailures } from './explain-failures.ts';
export type { TrafficFault } from './explain-failures.ts';
export { REQUEST_LIMIT_MS, sendTraffic } from './send.ts';
