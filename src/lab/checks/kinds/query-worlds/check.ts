// Check kind query-worlds: a query says the same as a reference on hidden timelines. Values decide, never the text.
import type { CheckContext } from '../../contract/context.ts';
import type { CheckRunner } from '../../contract/definition.ts';
import { checkError } from '../../facts/errors.ts';
import { LabError } from '../../../model/errors.ts';
import type { QueryNode } from '../../../model/simulation/query-tree.ts';
import type { InstantAnswer, InstantValue } from '../../../model/simulation/simulator.ts';
import { differencesOf } from '../../worlds/compare.ts';
import { referenceValue } from '../../worlds/faults.ts';
import { readWorlds, type World } from '../../worlds/read.ts';
import type { Fail } from '../../../model/verdict.ts';
import { failed, passed, type Seen } from './facts.ts';
import { acrossRestart, liveResultOf } from './live.ts';
import type { DiagnosisCase, Found, WorldResult } from './diagnosis.ts';
import { findMistake } from './name-mistake.ts';
import { seenIn } from './seen.ts';
import type { QueryWorldsSpec } from './spec.ts';
import { readQuery } from './text.ts';
import { labelsMatched, windowOf } from './tree.ts';

const TOLERANCE = 0.03;

/** Judges a query by its values. */
export const checkQueryWorlds: CheckRunner<QueryWorldsSpec> = async (spec, context) => {
  const { by, tolerance = TOLERANCE, file } = spec;
  const read = await readQuery(file, context);
  if ('verdict' in read) return read.verdict;
  const { query, tree } = read;
  const live = liveResultOf(query, context);
  // Not awaited where the course is wrong.
  live.catch(() => undefined);
  const worlds = await readWorlds(spec.worlds, context);
  const expected = await askReference(spec, worlds, context);
  const answers = await context.simulator.ask(questionsOf(query, worlds), context.signal);
  const results: WorldResult[] = [];
  for (const [index, world] of worlds.entries()) {
    const [answer, reference] = [answers[index], expected[index]];
    if (answer === undefined || reference === undefined) throw new Error('a question without an answer');
    const unjudged = unjudgedIn(answer);
    if (unjudged !== undefined) {
      const observed: WorldResult['observed'] = { kind: 'vector', rows: [] };
      const result = { world, expected: reference, observed, differences: [] };
      return fails(unjudged, result, tree);
    }
    if (answer.status !== 'answered') continue;
    results.push(compared({ world, expected: reference, observed: answer.value, by, tolerance }));
  }
  const differing = results.filter(({ differences }) => differences.length > 0);
  const [first] = differing;
  if (first === undefined) {
    const restart = await acrossRestart({ own: query, broken: spec.brokenByRestart }, context);
    return passed('query-agrees', { worlds: worlds.length, live: await live, restart });
  }
  const reference = await referenceTree(spec, context);
  const one: DiagnosisCase = {
    query,
    tree,
    reference,
    referenceText: spec.reference,
    by,
    tolerance,
    results,
    differing,
    ask: async (text, { timeline, atMs }) =>
      (await context.simulator.ask([{ query: text, series: timeline.series, atMs }], context.signal))[0],
  };
  const found = await findMistake(one);
  return fails(found, found.in ?? first, reference);

  async function fails(mistake: Found, result: WorldResult, other: QueryNode): Promise<Fail> {
    const windowMs = Math.max(windowOf(tree), windowOf(other));
    const shown = [...spec.by, ...labelsMatched(tree), ...labelsMatched(other)];
    const seen = await seenIn({ query, spec, found: mistake, result, context, windowMs, tolerance, shown });
    return failedWith(mistake, { ...seen, live: await live });
  }
};

/** A mistake with what was seen of it. */
const failedWith = ({ kind, params }: Found, seen: Seen): Fail => failed(kind, { ...seen, ...params });

const questionsOf = (query: string, worlds: readonly World[]) =>
  worlds.map(({ timeline, atMs }) => ({ query, series: timeline.series, atMs }));

type Comparable = WorldResult['expected'];
const isComparable = (value: InstantValue): value is Comparable =>
  value.kind === 'vector' || value.kind === 'scalar';

/** What the reference says in each world. Rejects with LabError `bad-check` where that is nothing to compare with. */
async function askReference(
  { reference, by }: QueryWorldsSpec,
  worlds: readonly World[],
  { simulator, signal }: CheckContext,
): Promise<readonly Comparable[]> {
  const answers = await simulator.ask(questionsOf(reference, worlds), signal);
  return answers.map((answer, index) => {
    const outcome = referenceValue(answer, worlds[index]?.spec.name ?? '', by);
    if ('fault' in outcome) throw new LabError(outcome.fault);
    return outcome.value;
  });
}

async function referenceTree(
  { reference }: QueryWorldsSpec,
  { simulator, signal }: CheckContext,
): Promise<QueryNode> {
  const parsed = await simulator.parse(reference, signal);
  if (parsed.status === 'parsed') return parsed.tree;
  throw checkError('bad-check/reference', { name: '', said: parsed.status });
}

const AMBIGUOUS = /many-to-many|many-to-one|one-to-many|duplicate series|grouping labels must ensure unique/;

/** What makes an answer one that cannot be compared; undefined where it can be. */
function unjudgedIn(answer: InstantAnswer): Found | undefined {
  if (answer.status === 'too-heavy') return { kind: 'query-too-heavy', params: { why: answer.why } };
  if (answer.status === 'rejected') {
    const said = answer.fault.message;
    return AMBIGUOUS.test(said)
      ? { kind: 'labels-do-not-match/ambiguous', params: { said } }
      : { kind: 'evaluation-failed', params: { said } };
  }
  if (answer.value.kind === 'matrix') return { kind: 'range-vector', params: {} };
  return answer.value.kind === 'string' ? { kind: 'string-result', params: {} } : undefined;
}

function compared({
  by,
  tolerance,
  ...said
}: Omit<WorldResult, 'differences'> & { by: readonly string[]; tolerance: number }): WorldResult {
  const { world, expected, observed } = said;
  const differences = isComparable(observed)
    ? differencesOf(expected, observed, { by, tolerance, world: world.spec })
    : [];
  return { ...said, differences };
}
