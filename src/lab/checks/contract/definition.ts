// What a kind of check is: one entry of the registry, which schema, lint and documentation of a course are made from.
import type { GenericSchema, InferOutput } from 'valibot';
import type { AuthorData } from './author-data.ts';
import type { CheckContext } from './context.ts';
import type { FactOf, Verdict } from '../../model/verdict.ts';
import type { SpecFacts } from '../facts/specs.ts';

/** What a check cannot do without, other than the learner's files and app. */
export type CheckNeed = 'prometheus';

/** What an author has to change in a step's front matter, although its schema allows it. */
export interface SpecFault {
  /** The place of it; empty for the check as a whole. */
  readonly path: readonly (string | number)[];
  readonly fact: FactOf<SpecFacts>;
}

/** What authors have to know of a kind. */
interface KindFacts<Spec> {
  /** What ends the sentence "Passes when …", in Markdown without a period. */
  readonly passesWhen: string;
  /** What a check cannot do without. @default nothing */
  readonly needs?: (spec: Spec) => readonly CheckNeed[];
  /** The files of the workspace that a check is about. @default none */
  readonly files?: (spec: Spec) => readonly string[];
  /** What the workspace file in its key `file` holds, where the lab can read that without a workspace. */
  readonly holds?: 'query' | 'rules';
  /** What no schema can see. @default nothing */
  readonly faults?: (spec: Spec) => readonly SpecFault[];
  /** The series and queries that the check reads. @default none */
  readonly data?: (spec: Spec) => AuthorData;
}

/** A kind as authors know it. */
export interface SpecDefinition<S extends GenericSchema, V> extends KindFacts<InferOutput<S>> {
  /** The keys of a check in a step's front matter. */
  readonly schema: S;
  /** What only this kind finds. */
  readonly verdicts: V;
}

/** Judges one check. Rejects only for a LabError (the session makes it `blocked`) or a bug. */
export type CheckRunner<Spec> = (spec: Spec, context: CheckContext) => Promise<Verdict>;

/** A kind as the lab knows it. */
export interface CheckDefinition<Spec> extends KindFacts<Spec> {
  readonly schema: GenericSchema<unknown, Spec>;
  readonly check: CheckRunner<Spec>;
}

/** Types what is said of a kind by its schema and its facts. */
export const defineSpec = <S extends GenericSchema, V>(
  definition: SpecDefinition<S, V>,
): SpecDefinition<S, V> => definition;
