// Which mutants a file has: each operator at each place that the step has brought, none twice.
import { changedLines, lineAt, shortDiff } from './changed-lines.ts';
import { configChanges } from './config-operators.ts';
import { loadQuerySyntax } from '../../prometheus/index.ts';
import { ruleChanges } from './rule-operators.ts';
import { testChanges } from './test-operators.ts';
import { queryChanges } from './query-changes.ts';
import type { Runtime } from '../../runtimes/contract/runtime.ts';
import { applyEdits, type Change, type Mutant } from '../../runtimes/contract/mutants.ts';

export interface SolvedFile {
  /** Workspace file. */
  readonly file: string;
  /** Its text before the step; empty where the step brings it. */
  readonly before: string;
  /** Its text in the solution. */
  readonly after: string;
}

/** The mutants of one file of a solution, in order of place. Files that are no program, configuration or query have none. */
export async function mutantsOf(
  { file, before, after }: SolvedFile,
  ports: readonly number[],
  runtime: Pick<Runtime, 'changesOf'>,
): Promise<readonly Mutant[]> {
  const lines = changedLines(before, after);
  const changes = await changesOf(file, after, ports, runtime);
  const mutants: Mutant[] = [];
  const texts = new Set([after]);
  for (const { operator, edits } of changes) {
    const [first] = edits;
    if (first === undefined || !touches(after, edits, lines)) continue;
    const text = applyEdits(after, edits);
    if (texts.has(text)) continue;
    texts.add(text);
    mutants.push({ operator, file, line: lineAt(after, first.start), text, diff: shortDiff(after, edits) });
  }
  return mutants.toSorted((a, b) => a.line - b.line);
}

/** The changes of a file, by what it is. */
async function changesOf(
  file: string,
  text: string,
  ports: readonly number[],
  runtime: Pick<Runtime, 'changesOf'>,
): Promise<readonly Change[]> {
  if (file.endsWith('.promql')) return queryChanges(text);
  if (!/\.ya?ml$/.test(file)) return runtime.changesOf(file, text);
  if (/^groups\s*:/m.test(text)) return ruleChanges(text, await loadQuerySyntax());
  return /^tests\s*:/m.test(text) ? testChanges(text) : configChanges(text, ports);
}

/** Whether a change is in lines that the step has brought. Where moved code goes to does not count, only where it was. */
function touches(text: string, edits: Change['edits'], lines: ReadonlySet<number>): boolean {
  const replaced = edits.filter(({ start, end }) => end > start);
  return (replaced.length === 0 ? edits : replaced).some(({ start, end }) => {
    const last = lineAt(text, Math.max(start, end - 1));
    for (let line = lineAt(text, start); line <= last; line += 1) if (lines.has(line)) return true;
    return false;
  });
}
