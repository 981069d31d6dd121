// Values that both calls and events carry. A schema is the one description of a value: its type, its parser, its documentation.
import * as v from 'valibot';
import type { Fact } from '../../model/verdict.ts';

/** The same type with everything read-only, however deep. */
export type Immutable<T> = T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;

/** The type that a schema describes. */
export type Of<S extends v.GenericSchema> = Immutable<v.InferOutput<S>>;

/** Only that it is an object with a kind: what prints it knows the rest of each kind. */
export const kindOf = <T extends { readonly kind: string }>(): v.GenericSchema<T> =>
  v.looseObject({ kind: v.string() }) as unknown as v.GenericSchema<T>;

export const fact = kindOf<Fact>();
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** JSON can spell numbers that are infinite: `1e400`. */
export const finite = v.pipe(v.number(), v.finite());
export const strings = v.array(v.string());

/** One check of a step: what was found is a fact, which `words/` puts into words. A pass has no code. */
const check = v.object({
  kind: v.string(),
  status: v.picklist(['pass', 'fail', 'blocked']),
  code: v.exactOptional(v.string()),
  fact,
});
export type CheckReport = Of<typeof check>;

/** The outcome of all checks of a step. `fail` where any check failed, else `blocked` where any was. */
export const report = v.object({
  step: v.string(),
  status: check.entries.status,
  checks: v.array(check),
});
export type StepReport = Of<typeof report>;

/** Files that were copied before they were replaced. Paths are relative to the workspace. */
export const backups = v.array(v.object({ file: v.string(), copy: v.string() }));
