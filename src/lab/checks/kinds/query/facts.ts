// What only a check of the kind query finds. `words/en/verdicts/` words it.
import { verdictsOf } from '../../facts/verdicts.ts';

/** What is right: the parameters of each. */
export interface QueryPasses {
  /** `values`: as text, because JSON has no NaN and no Infinity. */
  'query-right': { readonly query: string; readonly values: readonly string[] };
}

export const verdicts = verdictsOf<QueryPasses>({});
export const { passed } = verdicts;
