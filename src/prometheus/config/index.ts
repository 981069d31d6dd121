// The front door of the configuration.
export type { Config, ConfigOutcome, ConfigProblem, JobConfig } from './model.ts';
