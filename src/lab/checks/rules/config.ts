// What prometheus.yml says of rules: which files it loads, how often they are evaluated, and the labels of the server. Pure.
import path from 'node:path';
import { isPattern } from '../../../files/pattern.ts';
import { durationMs } from '../../../durations.ts';
import type { RuleFilesAsked } from '../../model/simulation/rule-run.ts';
import type { Fail } from '../../model/verdict.ts';
import type { ConfigFile } from '../config/file.ts';
import { isNothing, itemsOf, pairsOf, scalarOf, sourceOf, type Pair } from '../config/nodes.ts';
import { parseConfigText } from '../config/text.ts';
import { failed } from '../facts/verdicts.ts';

/** Prometheus's default. */
const DEFAULT_INTERVAL_MS = 60_000;

/**
 * The rule files that the configuration names, or the fault that keeps it from naming any. Expects a file that is YAML.
 * @param workspaceDir the absolute folder that `file` is relative to
 */
export function readRuleFiles(
  { file, text }: ConfigFile,
  workspaceDir: string,
): { readonly asked: RuleFilesAsked } | { readonly fault: Fail } {
  const parsed = parseConfigText(file, text);
  if ('fault' in parsed) return parsed;
  const { config } = parsed;
  const root = pairsOf(config, config.document.contents ?? undefined) ?? [];
  const list = root.find(({ key }) => key === 'rule_files');
  if (list === undefined || isNothing(list.value)) {
    const nested = root.flatMap(({ value }) => pairsOf(config, value) ?? []);
    const at = nested.find(({ key }) => key === 'rule_files');
    return {
      fault: failed('rule-files-missing', {
        file,
        isNested: at !== undefined,
        line: at?.line ?? list?.line,
      }),
    };
  }
  const items = itemsOf(config, list.value);
  if (items === undefined)
    return { fault: failed('rule-files-not-a-list', sourceOf(config, list.value, list.line)) };
  const patterns = items.map((item) => scalarOf(item)).filter((item) => item !== undefined && item !== '');
  if (patterns.length === 0)
    return { fault: failed('rule-files-missing', { file, isNested: false, line: list.line }) };
  const odd = patterns.find((pattern) => !isRulePattern(String(pattern)));
  if (odd !== undefined)
    return {
      fault: failed('rule-pattern-invalid', { at: { file, line: list.line }, pattern: String(odd) }),
    };
  const global = pairsOf(config, root.find(({ key }) => key === 'global')?.value) ?? [];
  const labels = pairsOf(config, global.find(({ key }) => key === 'external_labels')?.value) ?? [];
  return {
    asked: {
      baseDir: path.join(workspaceDir, path.dirname(file)),
      patterns: patterns.map(String),
      evaluationIntervalMs: durationOf(global, 'evaluation_interval') || DEFAULT_INTERVAL_MS,
      queryOffsetMs: durationOf(global, 'rule_query_offset') ?? 0,
      externalLabels: Object.fromEntries(
        labels.map(({ key, value }) => [key, String(scalarOf(value) ?? '')]),
      ),
    },
  };
}

/** Whether Prometheus takes a pattern: it may have a star in its last part only. */
const isRulePattern = (pattern: string): boolean => isPattern(pattern) && /^[^*]*(?:\*[^/]*)?$/.test(pattern);

/** A duration that Prometheus does not read is none here: Prometheus itself says what is wrong with it. */
function durationOf(pairs: readonly Pair[], key: string): number | undefined {
  return durationMs(String(scalarOf(pairs.find((pair) => pair.key === key)?.value) ?? ''));
}
