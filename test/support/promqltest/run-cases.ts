// Runs the commands of a case file against the engine, and says of each case whether it passed, and if not why.
import {
  evaluateInstant,
  evaluateRange,
  parsePromql,
  PromqlError,
  type QueryOptions,
  type QueryResult,
} from '../../../src/prometheus/promql/index.ts';
import { readCaseFile, type EvalCommand } from './case-file.ts';
import { compareAnnotations, compareFailure, compareValue } from './compare.ts';
import { MemoryQueryable } from './memory-queryable.ts';

export interface CaseResult {
  readonly line: number;
  readonly text: string;
  /** Absent where the case passed. */
  readonly reason?: string;
}

/** The engine as the cases assume it. */
const OPTIONS: QueryOptions = {
  lookbackMs: 300_000,
  defaultSubqueryStepMs: 60_000,
  delayedNameRemoval: true,
};
const MINUTE_MS = 60_000;

function evaluate(store: MemoryQueryable, { expr, grid }: EvalCommand, options: QueryOptions): QueryResult {
  const parsed = parsePromql(expr);
  return 'atMs' in grid
    ? evaluateInstant(store, parsed, grid.atMs, options)
    : evaluateRange(store, parsed, grid, options);
}

/** What asks for the query's own times: its answer is another one in a range query, as upstream's runner knows. */
const QUERY_CONTEXT = /\b(?:start|end|step|range)\s*\(\s*\)/i;

/** An instant query must answer what a range query answers at that step. */
function checkAsRange(
  store: MemoryQueryable,
  command: EvalCommand,
  result: QueryResult,
  options: QueryOptions,
): string | undefined {
  const { grid, expectations } = command;
  const isApart =
    expectations.some(({ kind }) => kind === 'ordered' || kind === 'string') ||
    QUERY_CONTEXT.test(command.expr);
  if (!('atMs' in grid) || isApart || (result.value.kind !== 'scalar' && result.value.kind !== 'vector'))
    return undefined;
  const { atMs } = grid;
  const range = { startMs: atMs - MINUTE_MS, endMs: atMs + MINUTE_MS, stepMs: MINUTE_MS };
  const { value } = evaluateRange(store, parsePromql(command.expr), range, options);
  const series = value.kind === 'matrix' ? value.series : [];
  const samples = series.flatMap(({ labels, timestamps, values }) => {
    const at = timestamps.indexOf(atMs);
    return at < 0 ? [] : [{ labels, timeMs: atMs, value: values[at] ?? NaN }];
  });
  const middle: QueryResult =
    result.value.kind === 'scalar'
      ? { ...result, value: { kind: 'scalar', timeMs: atMs, value: samples[0]?.value ?? NaN } }
      : { ...result, value: { kind: 'vector', samples } };
  const difference = compareValue(command, middle);
  return difference === undefined ? undefined : `as the middle step of a range: ${difference}`;
}

function judge(store: MemoryQueryable, command: EvalCommand, options: QueryOptions): string | undefined {
  try {
    const result = evaluate(store, command, options);
    if (command.expectations.some(({ kind }) => kind === 'fail')) return 'expected to fail, and did not';
    return (
      compareAnnotations(command, result) ??
      compareValue(command, result) ??
      checkAsRange(store, command, result, options)
    );
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    return compareFailure(command, error.message);
  }
}

/** Runs all cases of a file's text. Nothing is skipped: what cannot be read counts as a failed case. */
export function runCases(text: string, options: QueryOptions = {}): CaseResult[] {
  const store = new MemoryQueryable();
  const results: CaseResult[] = [];
  for (const command of readCaseFile(text)) {
    switch (command.kind) {
      case 'clear':
        store.clear();
        break;
      case 'load': {
        // Within one load the last description of a series counts.
        const series = new Map(command.series.map((each) => [each.labels.key, each]));
        for (const each of series.values()) store.load(each, command.stepMs);
        break;
      }
      case 'unreadable':
        results.push({ line: command.line, text: '', reason: `cannot be read: ${command.reason}` });
        break;
      case 'eval': {
        const reason = judge(store, command, { ...OPTIONS, ...options });
        results.push({ line: command.line, text: command.expr, ...(reason === undefined ? {} : { reason }) });
      }
    }
  }
  return results;
}
