// Queries and rules that solutions put into the files of checks: one that Prometheus cannot read is no solution.
import path from 'node:path';
import { concernsOf } from '../../checks/index.ts';
import type { DiagnosticFact } from '../facts/diagnostics.ts';
import { readCourseFile } from '../read/course-folder.ts';
import type { Diagnostic } from '../read/diagnostic.ts';
import { readYaml } from '../read/yaml-source.ts';
import type { LintInput, LintRule } from './input.ts';

interface FileFault {
  /** 1-based. */
  readonly line: number;
  readonly fact: DiagnosticFact;
}

/** What is wrong with them, at its line; a file of two checks is looked into once. */
export const solutionData: LintRule = async (input) => {
  const found: Diagnostic[] = [];
  for (const { folder, spec } of input.steps) {
    const { solution } = spec;
    if (solution === undefined || !('files' in solution)) continue;
    const seen = new Set<string>();
    for (const check of spec.checks) {
      const { holds } = concernsOf(check);
      const inner = 'file' in check && check.file !== undefined ? solution.files[check.file] : undefined;
      if (holds === undefined || inner === undefined || seen.has(inner)) continue;
      seen.add(inner);
      found.push(...(await faultsOfFile(input, `${folder}/${inner}`, holds)));
    }
  }
  return found;
};

async function faultsOfFile(
  input: LintInput,
  inner: string,
  holds: 'query' | 'rules',
): Promise<readonly Diagnostic[]> {
  const read = await readCourseFile(input.root, inner);
  // One that is not there is an error of the step.
  if (read.status !== 'ok') return [];
  const { file, text } = read;
  const faults = holds === 'query' ? await faultsOfQuery(text, input) : await faultsOfRules(file, input);
  const source = readYaml({ file, text, range: [0, 0] });
  const lines = text.split('\n');
  return faults.map(({ line, fact }) => {
    const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const shown = lines[line - 1] ?? '';
    const indent = shown.length - shown.trimStart().length;
    return source.atOffset(before + indent, shown.trim().length, 'error', fact);
  });
}

async function faultsOfQuery(
  text: string,
  { simulator, signal }: Pick<LintInput, 'signal' | 'simulator'>,
): Promise<readonly FileFault[]> {
  const query = text.trimEnd();
  if (query.split('\n').every((line) => /^\s*(?:#.*)?$/.test(line)))
    return [{ line: 1, fact: { kind: 'empty-solution', of: 'query' } }];
  const parsed = await simulator.parse(query, signal);
  if (parsed.status === 'parsed') return [];
  if (parsed.status === 'too-heavy')
    return [{ line: 1, fact: { kind: 'bad-solution', said: parsed.status } }];
  const { message, position = 0 } = parsed.fault;
  return [
    { line: query.slice(0, position).split('\n').length, fact: { kind: 'bad-solution', said: message } },
  ];
}

async function faultsOfRules(
  file: string,
  { simulator, signal }: Pick<LintInput, 'signal' | 'simulator'>,
): Promise<readonly FileFault[]> {
  const rules = {
    baseDir: path.dirname(file),
    patterns: [path.basename(file)],
    evaluationIntervalMs: 60_000,
    queryOffsetMs: 0,
    externalLabels: {},
  };
  const run = await simulator.runRules({ rules, timelines: [] }, signal);
  if (run.status === 'rejected')
    return run.faults.map(({ line = 1, message }) => ({
      line,
      fact: { kind: 'bad-solution', said: message },
    }));
  if (run.status === 'ran' && run.rules.length === 0)
    return [{ line: 1, fact: { kind: 'empty-solution', of: 'rules' } }];
  return [];
}
