// Reads relabel_configs and metric_relabel_configs, with Prometheus's defaults and its rules for each action.
import { RE2JSSyntaxException } from 're2js';
import { compileAnchored } from '../model/matcher.ts';
import { RELABEL_ACTIONS, type RelabelAction, type RelabelRule } from './relabel-rule.ts';
import { list, mapping } from './yaml-collections.ts';
import type { Read } from './yaml-reader.ts';
import { count, parsed, text } from './yaml-scalars.ts';

const DEFAULT_REGEX = '(.*)';
const DEFAULT_REPLACEMENT = '$1';
const DEFAULT_SEPARATOR = ';';

const NEEDS_TARGET: ReadonlySet<RelabelAction> = new Set([
  'replace',
  'hashmod',
  'lowercase',
  'uppercase',
  'keepequal',
  'dropequal',
]);

const action: Read<RelabelAction> = parsed((source) => {
  const found = RELABEL_ACTIONS.find((name) => name === source.toLowerCase());
  return found === undefined ? { problem: `unknown relabel action "${source}"` } : { value: found };
});

const regex = parsed((source) => {
  try {
    return { value: { source, pattern: compileAnchored(source) } };
  } catch (error) {
    if (error instanceof RE2JSSyntaxException)
      return { problem: `the regular expression ${source}: ${error.message}` };
    throw error;
  }
});

const readFields = mapping('RelabelConfig', {
  source_labels: list('model.LabelNames', text),
  separator: text,
  target_label: text,
  regex,
  modulus: count,
  replacement: text,
  action,
});

/** One rule. */
export const relabelRule: Read<RelabelRule> = (node, reader) => {
  const known = reader.problems.length;
  const fields = readFields(node, reader);
  // A field that could not be read would only cause echoes.
  if (fields === undefined || reader.problems.length > known) return undefined;
  const rule: RelabelRule = {
    action: fields.action ?? 'replace',
    sourceLabels: fields.source_labels ?? [],
    separator: fields.separator ?? DEFAULT_SEPARATOR,
    regex: fields.regex?.source ?? DEFAULT_REGEX,
    pattern: fields.regex?.pattern ?? compileAnchored(DEFAULT_REGEX),
    modulus: fields.modulus ?? 0,
    targetLabel: fields.target_label ?? '',
    replacement: fields.replacement ?? DEFAULT_REPLACEMENT,
  };
  const problem = problemOf(rule);
  return problem === undefined ? rule : reader.fail(fields.at('action'), problem);
};

/** A list of rules. `onNull` is the message for an empty one. */
export const relabelRules = (onNull: string): Read<RelabelRule[]> =>
  list('[]*relabel.Config', relabelRule, onNull);

function problemOf(rule: RelabelRule): string | undefined {
  const { action: name, targetLabel, replacement } = rule;
  if (name === 'hashmod' && rule.modulus === 0)
    return 'relabel configuration for hashmod requires non-zero modulus';
  if (NEEDS_TARGET.has(name) && targetLabel === '') {
    return `relabel configuration for ${name} action requires 'target_label' value`;
  }
  const isReplacementSet = replacement !== DEFAULT_REPLACEMENT;
  if (['lowercase', 'uppercase', 'keepequal', 'dropequal'].includes(name) && isReplacementSet) {
    return `'replacement' can not be set for ${name} action`;
  }
  // In Prometheus 3 any text that is not empty can be the name of a label.
  if (name === 'labelmap' && replacement === '')
    return `"${replacement}" is invalid 'replacement' for labelmap action`;
  const isBare = rule.modulus === 0 && rule.separator === DEFAULT_SEPARATOR && !isReplacementSet;
  if (['keepequal', 'dropequal'].includes(name) && !(isBare && rule.regex === DEFAULT_REGEX)) {
    return `${name} action requires only 'source_labels' and \`target_label\`, and no other fields`;
  }
  if (
    ['labeldrop', 'labelkeep'].includes(name) &&
    !(isBare && rule.sourceLabels.length === 0 && targetLabel === '')
  ) {
    return `${name} action requires only 'regex', and no other fields`;
  }
  return undefined;
}
