// What is wrong with series and queries that an author has written: a check is blocked by it, and `lint` reports it.
import type { InstantAnswer, TimelineReading } from '../../model/simulation/simulator.ts';
import type { FactOf } from '../../model/verdict.ts';
import type { DataErrors } from '../facts/specs.ts';
import { isAmbiguous, type Comparable } from './compare.ts';

type AuthorFault = FactOf<DataErrors>;

/** The lines of a `load` that cannot be read; none where it was read. */
export function faultsOfLoad(name: string, reading: TimelineReading): readonly AuthorFault[] {
  switch (reading.status) {
    case 'read':
      return [];
    case 'too-heavy':
      return [{ kind: 'bad-check/load-too-long', name }];
    case 'rejected':
      return reading.problems.map(({ line, message }) => ({
        kind: 'bad-check/load',
        name,
        line,
        said: message,
      }));
    default:
      return reading satisfies never;
  }
}

/** What a reference says in a world; or why nothing can be compared with it. */
export function referenceValue(
  answer: InstantAnswer,
  name: string,
  by: readonly string[],
): { readonly value: Comparable } | { readonly fault: AuthorFault } {
  const fault = (said: string | undefined) => ({
    fault: { kind: 'bad-check/reference', name, said } as const,
  });
  if (answer.status === 'too-heavy') return fault(answer.status);
  if (answer.status === 'rejected') return fault(answer.fault.message);
  const { value } = answer;
  if (value.kind !== 'vector' && value.kind !== 'scalar') return fault(value.kind);
  return isAmbiguous(value, by) ? fault(undefined) : { value };
}

/** The one number of an answer, where no series is 0; or why it has none. */
export function oneNumber(
  answer: InstantAnswer,
  query: string,
): { readonly number: number } | { readonly fault: AuthorFault } {
  const fault = (said: string | undefined) => ({ fault: { kind: 'bad-check/query', query, said } as const });
  if (answer.status === 'too-heavy') return fault(undefined);
  if (answer.status === 'rejected') return fault(answer.fault.message);
  const { value } = answer;
  if (value.kind === 'scalar') return { number: value.value };
  if (value.kind === 'vector' && value.rows.length < 2) return { number: value.rows[0]?.value ?? 0 };
  return fault(undefined);
}
