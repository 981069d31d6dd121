// Reads rule files from disk.
import { findFiles } from '../../../files/pattern.ts';
import { readYamlSource } from '../../config/read-source.ts';
import type { RuleGroup } from '../model/rule.ts';
import { parseRuleFile, type RuleFileOptions, type RuleFileOutcome, type RuleFileProblem } from './parse.ts';

/** Reads one file; one that cannot be read is an outcome like any other error. */
export async function loadRuleFile(file: string, options: RuleFileOptions): Promise<RuleFileOutcome> {
  const read = await readYamlSource(file);
  if (read.status === 'ok') return parseRuleFile(read.source, file, options);
  return { status: 'error', problems: [{ file, message: read.message }] };
}

/** What the patterns found: the files in order, each once, and their groups or the problems of the first that has any. */
export type RuleFilesOutcome = { readonly files: readonly string[] } & (
  | { readonly status: 'ok'; readonly groups: readonly RuleGroup[]; readonly warnings: readonly string[] }
  | { readonly status: 'error'; readonly problems: readonly RuleFileProblem[] }
);

/**
 * Loads the files that `rule_files` names: those of the first pattern in order of their names, then those of the next.
 * A pattern that matches no file is fine. As in Prometheus, the first file with errors stops it.
 * @param baseDir where relative patterns start
 */
export async function loadRuleFiles(
  patterns: readonly string[],
  baseDir: string,
  options: RuleFileOptions,
): Promise<RuleFilesOutcome> {
  const found: string[] = [];
  for (const pattern of patterns) found.push(...(await findFiles(pattern, baseDir)));
  const files = [...new Set(found)];
  const groups: RuleGroup[] = [];
  const warnings: string[] = [];
  for (const file of files) {
    const outcome = await loadRuleFile(file, options);
    if (outcome.status === 'error') return { ...outcome, files };
    groups.push(...outcome.groups);
    warnings.push(...outcome.warnings.map((warning) => `${file}: ${warning}`));
  }
  return { status: 'ok', files, groups, warnings };
}
