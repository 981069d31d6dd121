// What only a check of the kind scrape-job finds. `words/en/verdicts/` words it.
import { verdictsOf } from '../../facts/verdicts.ts';

/** What is right: the parameters of each. */
export interface ScrapeJobPasses {
  /** `place`: `localhost:8000`. */
  'target-up': { readonly place: string };
}

export const verdicts = verdictsOf<ScrapeJobPasses>({});
export const { passed } = verdicts;
