// What only a check of the kind dependency finds. `words/en/verdicts/` words it.
import { verdictsOf } from '../../facts/verdicts.ts';

/** What is right: the parameters of each. */
export interface DependencyPasses {
  'package-installed': {
    readonly name: string;
    /** undefined where its package.json has none. */
    readonly version: string | undefined;
    /** The package is made for a later Node than the one that runs the app. */
    readonly newerNode: { readonly wantedMajor: number; readonly found: string } | undefined;
  };
}

export const verdicts = verdictsOf<DependencyPasses>({});
export const { passed } = verdicts;
