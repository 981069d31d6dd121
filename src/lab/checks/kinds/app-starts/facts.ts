// What only a check of the kind app-starts finds. `words/en/verdicts/` words it.
import { verdictsOf } from '../../facts/verdicts.ts';

/** What is right: the parameters of each. */
export interface AppStartsPasses {
  /** `port`: the one that the step names. */
  'app-starts': { readonly port: number | undefined };
}

export const verdicts = verdictsOf<AppStartsPasses>({});
export const { passed } = verdicts;
