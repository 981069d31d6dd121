// What only a check of the kind metrics-exposed finds. `words/en/verdicts/` words it.
import { verdictsOf } from '../../facts/verdicts.ts';

/** What is right: the parameters of each. */
export interface MetricsExposedPasses {
  /** `place`: `localhost:8000/metrics`. */
  'metrics-served': { readonly place: string };
}

export const verdicts = verdictsOf<MetricsExposedPasses>({});
export const { passed } = verdicts;
