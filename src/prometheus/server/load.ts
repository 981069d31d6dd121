// Everything that a configuration names, read from disk: prometheus.yml, the jobs that it includes, and the rules.
import { dirname } from 'node:path';
import { loadConfig, type Config } from '../config/index.ts';
import { formatRuleProblems, loadRuleFiles } from '../rules/file/index.ts';
import type { RuleGroup } from '../rules/model/rule.ts';

export interface Loaded {
  readonly status: 'ok';
  readonly config: Config;
  readonly groups: readonly RuleGroup[];
  readonly warnings: readonly string[];
}

type LoadOutcome =
  | Loaded
  /** The message is Prometheus's: file, line and reason of each problem. */
  | { readonly status: 'error'; readonly message: string };

/** Loads a configuration with its rules; what is wrong with any of the files is an outcome. */
export async function loadAll(configFile: string): Promise<LoadOutcome> {
  const loaded = await loadConfig(configFile);
  if (loaded.status === 'error') return loaded;
  const { config } = loaded;
  const { evaluationIntervalMs, ruleQueryOffsetMs: queryOffsetMs } = config.global;
  const rules = await loadRuleFiles(config.ruleFiles, dirname(configFile), {
    evaluationIntervalMs,
    queryOffsetMs,
  });
  if (rules.status === 'error') return { status: 'error', message: formatRuleProblems(rules.problems) };
  return { status: 'ok', config, groups: rules.groups, warnings: [...loaded.warnings, ...rules.warnings] };
}
