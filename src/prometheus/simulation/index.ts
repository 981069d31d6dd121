// The public interface of simulations.
export type { SimulatedRule, SimulationOptions, SimulationOutcome } from './model.ts';
export { simulate } from './run.ts';
export { askSeries, parseAsked } from './ask.ts';
export { runRules } from './rule-run.ts';
