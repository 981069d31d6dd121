// What a diagnosis knows: the query and the reference as trees, and what both say in each world.
import type { QueryNode } from '../../../model/simulation/query-tree.ts';
import type { InstantAnswer, InstantValue } from '../../../model/simulation/simulator.ts';
import type { Difference } from '../../worlds/compare.ts';
import type { World } from '../../worlds/read.ts';
import type { Seen, WorldFails } from './facts.ts';

/** What was said in one world. */
export interface WorldResult {
  readonly world: World;
  readonly expected: Extract<InstantValue, { kind: 'vector' | 'scalar' }>;
  readonly observed: InstantValue;
  /** Empty where the query is right. */
  readonly differences: readonly Difference[];
}

export interface DiagnosisCase {
  readonly query: string;
  readonly tree: QueryNode;
  readonly reference: QueryNode;
  readonly referenceText: string;
  readonly by: readonly string[];
  readonly tolerance: number;
  /** All worlds in the order of the step; at least one of them has differences. */
  readonly results: readonly WorldResult[];
  /** Those with differences. */
  readonly differing: readonly WorldResult[];
  /** Asks a part of the query, or anything else, in a world. */
  readonly ask: (query: string, world: World) => Promise<InstantAnswer | undefined>;
}

/** The parameters of a mistake that are not the same for all. */
type Own<K extends keyof WorldFails> = Omit<WorldFails[K], keyof Seen>;

/** A mistake, and where it shows best. */
export type Found = {
  [K in keyof WorldFails]: {
    readonly kind: K;
    readonly params: Own<K>;
    /** @default the first world with differences */
    readonly in?: WorldResult;
    /** @default the first difference of that world */
    readonly difference?: Difference;
  };
}[keyof WorldFails];

/** Names a mistake where it sees one. The values have shown that there is one. */
export type Rule = (one: DiagnosisCase) => Found | undefined | Promise<Found | undefined>;

/** The rows of an answer that is a vector; none otherwise. */
export const rowsOf = (answer: InstantAnswer | undefined) =>
  answer?.status === 'answered' && answer.value.kind === 'vector' ? answer.value.rows : [];
