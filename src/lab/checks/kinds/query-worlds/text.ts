// The learner's query: read from its file and parsed, or what is wrong with it.
import type { CheckContext } from '../../contract/context.ts';
import type { QueryNode } from '../../../model/simulation/query-tree.ts';
import type { Fail } from '../../../model/verdict.ts';
import { shortened } from '../../facts/wording.ts';
import { failed, type QueryPlace } from './facts.ts';
import { slipIn } from './slips.ts';

export type ReadQuery = { readonly query: string; readonly tree: QueryNode } | { readonly verdict: Fail };

/** Longer than any query that a person writes. */
const LONGEST = 100_000;

/** The query in a workspace file. */
export async function readQuery(
  file: string,
  context: Pick<CheckContext, 'readFile' | 'signal' | 'simulator'>,
): Promise<ReadQuery> {
  const text = await context.readFile(file);
  // Without the line break at its end: what is missing there is missing on the last line.
  const query = text
    ?.replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .trimEnd();
  if (query === undefined || isBlank(query))
    return { verdict: failed('query-empty', { file, isMissing: text === undefined }) };
  if (query.length > LONGEST) return { verdict: failed('query-too-heavy/unread', { file }) };
  const parsed = await context.simulator.parse(query, context.signal);
  if (parsed.status === 'parsed') return { query, tree: parsed.tree };
  if (parsed.status === 'too-heavy') return { verdict: failed('query-too-heavy/unread', { file }) };
  const { message, position } = parsed.fault;
  return {
    verdict: failed('query-syntax', {
      file,
      said: shortened(message, 300),
      place: position === undefined ? undefined : placeOf(query, position),
      slip: slipIn(query, message, position),
    }),
  };
}

/** Whether there is nothing but comments. */
const isBlank = (query: string): boolean => query.split('\n').every((line) => /^\s*(?:#.*)?$/.test(line));

function placeOf(query: string, position: number): QueryPlace {
  const before = query.slice(0, position).split('\n');
  const line = before.length;
  const column = (before.at(-1)?.length ?? 0) + 1;
  const text = (query.split('\n')[line - 1] ?? '').replaceAll('\t', ' ');
  // A caret points into the line, so a long one keeps what is around the place.
  const from = Math.max(0, column - 60);
  return { line, column: column - from, text: text.slice(from, from + 100) };
}
