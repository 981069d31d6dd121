// Checks rule files without a server, as `promtool check rules` does: what is wrong, and which rules are there twice.
import { readYamlSource, yamlSource, type YamlSource } from '../../config/read-source.ts';
import { parseRuleFile, type RuleFileProblem } from './parse.ts';
import type { Rule, RuleGroup } from '../model/rule.ts';

/** Rules with the same name and labels: of several series with the same labels, only one can be recorded. */
export interface DuplicateRule {
  readonly name: string;
  /** Those of the group included. */
  readonly labels: Readonly<Record<string, string>>;
  /** Where the rules begin, 1-based. */
  readonly lines: readonly number[];
}

export interface RuleFileCheck {
  /** As it was given. */
  readonly file: string;
  readonly status: 'ok' | 'error';
  /** How many rules the file has; 0 where it has errors. */
  readonly rules: number;
  readonly problems: readonly RuleFileProblem[];
  /** In order of their names; none where the file has errors. */
  readonly duplicates: readonly DuplicateRule[];
  readonly warnings: readonly string[];
}

export interface RuleCheckOptions {
  /** Looks for duplicates. @default true */
  readonly lint?: boolean;
  /** Reads over fields that are not known. @default false */
  readonly ignoresUnknownFields?: boolean;
}

/** Checks a file. `shown` is its name in the report. */
export async function checkRuleFile(
  file: string,
  shown: string,
  options: RuleCheckOptions = {},
): Promise<RuleFileCheck> {
  return checkSource(await readYamlSource(file), shown, options);
}

/** The same for a text that came another way. */
export function checkRuleText(text: string, shown: string, options: RuleCheckOptions = {}): RuleFileCheck {
  return checkSource(yamlSource(text), shown, options);
}

function checkSource(read: YamlSource, file: string, options: RuleCheckOptions): RuleFileCheck {
  const none = { file, rules: 0, duplicates: [], warnings: [] };
  if (read.status !== 'ok') return { ...none, status: 'error', problems: [{ file, message: read.message }] };
  const parsed = parseRuleFile(read.source, file, {
    ignoresUnknownFields: options.ignoresUnknownFields ?? false,
    evaluationIntervalMs: 60_000,
    queryOffsetMs: 0,
  });
  if (parsed.status === 'error') return { ...none, status: 'error', problems: parsed.problems };
  const { groups, warnings } = parsed;
  const rules = groups.reduce((count, group) => count + group.rules.length, 0);
  const duplicates = options.lint === false ? [] : findDuplicates(groups);
  return { file, status: 'ok', rules, problems: [], duplicates, warnings };
}

function findDuplicates(groups: readonly RuleGroup[]): DuplicateRule[] {
  const same = new Map<string, Rule[]>();
  for (const rule of groups.flatMap((group) => group.rules)) {
    const key = JSON.stringify([rule.name, sortedEntries(rule.labels)]);
    const rules = same.get(key);
    if (rules === undefined) same.set(key, [rule]);
    else rules.push(rule);
  }
  return [...same]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [rule, ...others]]) =>
      rule === undefined || others.length === 0
        ? []
        : [
            {
              name: rule.name,
              labels: Object.fromEntries(sortedEntries(rule.labels)),
              lines: [rule, ...others].map(({ line }) => line),
            },
          ],
    );
}

function sortedEntries(labels: Readonly<Record<string, string>>): (readonly [string, string])[] {
  return Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** The report of promtool, without a line break at the end. */
export function formatRuleCheck({
  file,
  rules,
  status,
  problems,
  duplicates,
  warnings,
}: RuleFileCheck): string {
  const lines = [`Checking ${file}`, ...warnings.map((warning) => `  WARNING: ${warning}`)];
  if (status === 'error') {
    lines.push('  FAILED:', ...problems.map((problem) => `${problem.file}: ${problem.message}`));
  } else if (duplicates.length > 0) {
    lines.push('  FAILED:', `lint error ${duplicates.length} duplicate rule(s) found.`);
    for (const { name, labels, lines: at } of duplicates) {
      lines.push(`Metric: ${name} (lines ${at.join(', ')})`, 'Label(s):');
      for (const [label, value] of Object.entries(labels)) lines.push(`\t${label}: ${value}`);
    }
    lines.push('Might cause inconsistency while recording expressions');
  } else {
    lines.push(`  SUCCESS: ${rules} rules found`);
  }
  return lines.join('\n');
}
