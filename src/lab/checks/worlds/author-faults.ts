// Reads all that an author has written for a check to read, as the check will, and finds what is wrong or doubtful in it.
import { durationMs, formatDuration } from '../../../durations.ts';
import { childrenOf, type QueryNode } from '../../model/simulation/query-tree.ts';
import type { Simulator, Timeline } from '../../model/simulation/simulator.ts';
import type { FactOf } from '../../model/verdict.ts';
import type { AuthorData, AuthorLoad, AuthorQuery, SpecPath } from '../contract/author-data.ts';
import type { DataFacts } from '../facts/specs.ts';
import { faultsOfLoad, oneNumber, referenceValue } from './faults.ts';

export interface DataFault {
  /** From the check. */
  readonly path: SpecPath;
  /** The line of the text at the path, 1-based; undefined where it is about all of it. */
  readonly line?: number;
  readonly severity: 'error' | 'warning';
  readonly fact: FactOf<DataFacts>;
}

interface Reading {
  readonly of: AuthorLoad;
  /** Undefined where it could not be read. */
  readonly timeline: Timeline | undefined;
  readonly faults: readonly DataFault[];
}

/** Any seed will do: it varies values, never names and lengths. */
const SEED = '0';

/** All of it, in the order of the data. */
export async function findDataFaults(
  { loads, queries = [] }: AuthorData,
  simulator: Simulator,
  signal: AbortSignal,
): Promise<readonly DataFault[]> {
  const readings: Reading[] = [];
  for (const one of loads) readings.push(await readOne(one, simulator, signal));
  const found = readings.flatMap(({ faults }) => faults);
  for (const query of queries) found.push(...(await faultsOfQuery(query, readings, simulator, signal)));
  return found;
}

async function readOne(of: AuthorLoad, simulator: Simulator, signal: AbortSignal): Promise<Reading> {
  const { path, name, load } = of;
  const reading = await simulator.readTimeline(load, SEED, signal);
  const faults = faultsOfLoad(name, reading).map((fact): DataFault => ({
    path,
    severity: 'error',
    fact,
    ...('line' in fact ? { line: fact.line } : {}),
  }));
  if (reading.status !== 'read') return { of, timeline: undefined, faults };
  const { timeline } = reading;
  if (timeline.series.length === 0) {
    return { of, timeline, faults: [{ path, severity: 'warning', fact: { kind: 'empty-load', name } }] };
  }
  const outside = (of.moments ?? []).filter(({ span }) => (durationMs(span) ?? 0) > timeline.endMs);
  const length = formatDuration(timeline.endMs);
  const late = outside.map((moment): DataFault => {
    return { path: moment.path, severity: 'error', fact: { kind: 'outside-load', name, length } };
  });
  return { of, timeline, faults: late };
}

async function faultsOfQuery(
  { path, query, by, of }: AuthorQuery,
  readings: readonly Reading[],
  simulator: Simulator,
  signal: AbortSignal,
): Promise<readonly DataFault[]> {
  const asked = readings.filter((_, index) => of === undefined || of === index);
  const read = asked.flatMap(({ of: load, timeline }) =>
    timeline === undefined ? [] : [{ load, timeline }],
  );
  const parsed = await simulator.parse(query, signal);
  if (parsed.status !== 'parsed') {
    const said = parsed.status === 'rejected' ? parsed.fault.message : parsed.status;
    const before = parsed.status === 'rejected' ? query.slice(0, parsed.fault.position ?? 0) : '';
    const name = asked[0]?.of.name ?? '';
    const fact =
      by === undefined
        ? ({ kind: 'bad-check/query', query, said } as const)
        : ({ kind: 'bad-check/reference', name, said } as const);
    return [{ path, line: before.split('\n').length, severity: 'error', fact }];
  }
  const answers = await simulator.ask(
    read.map(({ load, timeline: { series, endMs } }) => {
      return { query, series, atMs: load.at === undefined ? endMs : (durationMs(load.at) ?? endMs) };
    }),
    signal,
  );
  for (const [index, answer] of answers.entries()) {
    const name = read[index]?.load.name ?? '';
    const outcome = by === undefined ? oneNumber(answer, query) : referenceValue(answer, name, by);
    if ('fault' in outcome) return [{ path, severity: 'error', fact: outcome.fault }];
  }
  // What a broken line would have had is not missing.
  if (read.length < asked.length) return [];
  const known = [...new Set(read.flatMap(({ timeline }) => timeline.series.map(nameOf)))].toSorted();
  const missing = [...metricsIn(parsed.tree)].filter((metric) => !known.includes(metric));
  return missing.map((metric): DataFault => {
    return { path, severity: 'warning', fact: { kind: 'unknown-series', metric, known } };
  });
}

const nameOf = ({ labels }: { readonly labels: Readonly<Record<string, string>> }): string =>
  labels['__name__'] ?? '';

/** The metrics that a query names. */
function metricsIn(node: QueryNode): ReadonlySet<string> {
  if (node.kind !== 'vectorSelector') return new Set(childrenOf(node).flatMap((one) => [...metricsIn(one)]));
  const named = node.matchers.filter(({ name, op }) => name === '__name__' && op === '=');
  return new Set(named.map(({ value }) => value));
}
