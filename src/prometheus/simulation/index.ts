// The public interface of simulations.
export type {
  FailureSpan,
  SimulatedAlert,
  SimulatedGroup,
  SimulatedRule,
  SimulationOptions,
  SimulationOutcome,
} from './model.ts';
export { simulate } from './run.ts';
