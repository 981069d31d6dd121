// Applies relabel rules to a label set, as Prometheus's relabel_configs and metric_relabel_configs do.
import { createHash } from 'node:crypto';
import type { Matcher as RegexMatch, RE2JS } from 're2js';
import { expandReferences } from '../model/regex-references.ts';
import type { RelabelAction, RelabelRule } from '../config/index.ts';

/** A label set that rules change in place. An absent label is the empty string. */
export type MutableLabels = Map<string, string>;

/** Names and values of one label set together, in UTF-16 code units. */
export const MAX_LABEL_CHARACTERS = 2 ** 20;

/** What became of a label set; `too-long`: a rule made more of it than {@link MAX_LABEL_CHARACTERS}. */
export type RelabelOutcome = 'kept' | 'dropped' | 'too-long';

/** Runs the rules in order, up to one that drops the label set or makes it too long. */
export function relabel(labels: MutableLabels, rules: readonly RelabelRule[]): RelabelOutcome {
  for (const rule of rules) {
    try {
      if (!applyRule(labels, rule)) return 'dropped';
    } catch (error) {
      if (!(error instanceof TooLong)) throw error;
      return 'too-long';
    }
    if (labelCharacters(labels) > MAX_LABEL_CHARACTERS) return 'too-long';
  }
  return 'kept';
}

/** How long the names and values of a label set are together. */
export function labelCharacters(labels: MutableLabels): number {
  let characters = 0;
  for (const [name, value] of labels) characters += name.length + value.length;
  return characters;
}

/** A rule was stopped before it made what is too long. */
class TooLong extends Error {}

function applyRule(labels: MutableLabels, rule: RelabelRule): boolean {
  const values = rule.sourceLabels.map((name) => labels.get(name) ?? '');
  checkLength(values.reduce((sum, value) => sum + rule.separator.length + value.length, 0));
  return actions[rule.action](labels, rule, values.join(rule.separator));
}

/** One step may reach further than the whole may: it is often cut down by the next. */
function checkLength(characters: number): void {
  if (characters > 4 * MAX_LABEL_CHARACTERS) throw new TooLong();
}

/** Changes the labels; says whether they are kept. `value` is the source labels joined. */
type Action = (labels: MutableLabels, rule: RelabelRule, value: string) => boolean;

const actions: Readonly<Record<RelabelAction, Action>> = {
  drop: (_labels, { pattern }, value) => !pattern.matches(value),
  keep: (_labels, { pattern }, value) => pattern.matches(value),
  dropequal: (labels, { targetLabel }, value) => (labels.get(targetLabel) ?? '') !== value,
  keepequal: (labels, { targetLabel }, value) => (labels.get(targetLabel) ?? '') === value,
  replace(labels, { pattern, targetLabel, replacement }, value) {
    const match = matchWhole(pattern, value);
    if (match === undefined) return true;
    const target = expand(targetLabel, match, pattern);
    if (target !== '') set(labels, target, expand(replacement, match, pattern));
    return true;
  },
  lowercase: (labels, { targetLabel }, value) => set(labels, targetLabel, value.toLowerCase()),
  uppercase: (labels, { targetLabel }, value) => set(labels, targetLabel, value.toUpperCase()),
  hashmod: (labels, { targetLabel, modulus }, value) => set(labels, targetLabel, hashMod(value, modulus)),
  labelmap(labels, { pattern, replacement }) {
    // What is added does not take part: the rule sees the labels as they were.
    const added = Array.from(labels, ([name, value]) => ({ match: matchWhole(pattern, name), value }));
    let characters = 0;
    for (const { match, value } of added) {
      if (match === undefined) continue;
      const name = expand(replacement, match, pattern);
      characters += name.length + value.length;
      checkLength(characters);
      set(labels, name, value);
    }
    return true;
  },
  labeldrop(labels, { pattern }) {
    for (const name of labels.keys()) if (pattern.matches(name)) labels.delete(name);
    return true;
  },
  labelkeep(labels, { pattern }) {
    for (const name of labels.keys()) if (!pattern.matches(name)) labels.delete(name);
    return true;
  },
};

function set(labels: MutableLabels, name: string, value: string): true {
  if (value === '') labels.delete(name);
  else labels.set(name, value);
  return true;
}

function matchWhole(pattern: RE2JS, value: string): RegexMatch | undefined {
  const match = pattern.matcher(value);
  return match.matches() ? match : undefined;
}

/** With the groups of a match; its length is checked before it is made. */
function expand(template: string, match: RegexMatch, pattern: RE2JS): string {
  const references = template.split('$').length - 1;
  checkLength(template.length + references * (match.group()?.length ?? 0));
  return expandReferences(template, match, pattern);
}

/** The last 8 bytes of the MD5 sum, modulo: the same shard as a real Prometheus chooses. */
function hashMod(value: string, modulus: number): string {
  const digest = createHash('md5').update(value).digest();
  return String(digest.readBigUInt64BE(8) % BigInt(modulus));
}
