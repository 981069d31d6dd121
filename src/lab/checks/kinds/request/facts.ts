// What only a check of the kind request finds. `words/en/verdicts/` words it.
import { verdictsOf } from '../../facts/verdicts.ts';

/** What is right: the parameters of each. */
export interface RequestPasses {
  /** `request`: `GET /cart`. */
  'request-answered': { readonly request: string; readonly status: number };
}

export const verdicts = verdictsOf<RequestPasses>({});
export const { passed } = verdicts;
