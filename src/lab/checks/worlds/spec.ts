// The keys of a world in a step's front matter: a hidden timeline, and what is asked of it.
import * as v from 'valibot';
import type { AuthorLoad } from '../contract/author-data.ts';
import type { SpecFault } from '../contract/definition.ts';
import { describe, id, sentence, span } from '../../model/schema/fields.ts';

/** What a row may be besides a number that is compared. */
const alike = v.picklist(['zero', 'nothing', 'nan']);
export type Alike = v.InferOutput<typeof alike>;

export const worldSchema = v.strictObject({
  name: id,
  about: describe(sentence, 'Continues "Here …" in a verdict. It never names the mistake.'),
  at: v.optional(describe(span, 'When the query is asked. Default: at the last sample.')),
  load: describe(v.string(), "Series in promqltest's `load` notation; `=`, `~` and `night` as in histories."),
  alike: v.optional(
    describe(v.array(alike), 'A row whose reference is one of these may be any of them. Default: none.'),
  ),
  between: v.optional(
    describe(
      v.strictObject({ min: v.number(), max: v.number() }),
      'Each row of the reference must lie in this range, whatever the reference is.',
    ),
  ),
  ignoreUnlabeled: v.optional(
    describe(v.boolean(), 'True: a row without any of the labels in `by` does not matter.'),
  ),
});

export type WorldSpec = v.InferOutput<typeof worldSchema>;

/** The series of a list of worlds. */
export const loadsOfWorlds = (worlds: readonly WorldSpec[]): readonly AuthorLoad[] =>
  worlds.map(({ name, load, at }, index) => ({ path: ['worlds', index, 'load'], name, load, at }));

/** What no schema can see in a list of worlds. */
export function faultsOfWorlds(worlds: readonly WorldSpec[]): readonly SpecFault[] {
  return worlds.flatMap(({ name, between }, index): readonly SpecFault[] => [
    ...(worlds.findIndex((other) => other.name === name) < index
      ? [{ path: ['worlds', index, 'name'], fact: { kind: 'duplicate-id/world' as const, id: name } }]
      : []),
    ...(between !== undefined && between.min > between.max
      ? [{ path: ['worlds', index, 'between'], fact: { kind: 'empty-range' as const } }]
      : []),
  ]);
}
