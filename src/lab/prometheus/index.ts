// The public interface of the prometheus room, loaded by the session when a step needs one. The installer has a door of its
// own (prometheus/install/run.ts), so that no one else loads it.
export {
  prometheusError,
  type DiskReason,
  type InstallErrors,
  type RunningErrors,
  type UnusablePrometheus,
} from './facts/errors.ts';
export { labCacheDir } from './binaries/cache-dir.ts';
export { parsePrometheusChoice, resolvePrometheusChoice, type ChoiceFacts } from './binaries/choose.ts';
export { createSimulator, sharedSimulator } from './simulating/simulator.ts';
export { openPrometheus, type OpenOptions } from './open.ts';
export { loadQuerySyntax, type QueryExpr, type QuerySyntax } from './query-syntax.ts';
export { checkRules, faultOfRun, testRules, type RuleInput } from './rules.ts';
