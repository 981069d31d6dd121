// What only a check of the kind metric finds. `words/en/verdicts/` words it.
import { verdictsOf } from '../../facts/verdicts.ts';

/** What is right: the parameters of each. */
export interface MetricPasses {
  'metric-exists': { readonly metric: string; readonly type: string };
}

export const verdicts = verdictsOf<MetricPasses>({});
export const { passed } = verdicts;
