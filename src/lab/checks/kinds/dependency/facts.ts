// What only a check of the kind dependency finds. `words/en/verdicts/` words it.
import { verdictsOf } from '../../facts/verdicts.ts';

interface Package {
  /** Of the package that is asked for. */
  readonly name: string;
}

/** The parameters of each mistake. */
export interface DependencyFails {
  'package-json-not-there': object;
  'package-json-empty': object;
  'package-json-not-an-object': object;
  /** `said`: what the parser says; line and column begin at 1. */
  'package-json-unreadable': {
    readonly said: string;
    readonly place: { readonly line: number; readonly column: number } | undefined;
  };
  /** Neither listed nor in node_modules; `listed`: the dependencies that there are. */
  'package-not-installed': Package & { readonly listed: readonly string[] };
  'package-only-listed': Package;
  'package-for-development': Package;
  /** It is in node_modules; `isPeer`: package.json lists it for those who use this package. */
  'package-only-installed': Package & { readonly isPeer: boolean };
  /** `oldest`: the first major version that runs on each Node that the lab runs on. */
  'package-outdated': Package & { readonly version: string; readonly oldest: number };
  'package-of-similar-name': Package & { readonly found: string };
  /** node_modules has another package under that name. */
  'package-under-other-name': Package & { readonly found: string };
  /** A package.json of a folder above the workspace lists it. */
  'package-installed-above': Package & {
    readonly dir: string;
    readonly file: { readonly wanted: string; readonly found: string };
  };
}

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

export const verdicts = verdictsOf<DependencyPasses, DependencyFails>({
  'package-json-not-there': 'package-json-missing',
  'package-json-empty': 'package-json-broken',
  'package-json-not-an-object': 'package-json-broken',
  'package-json-unreadable': 'package-json-broken',
  'package-not-installed': 'not-installed',
  'package-only-listed': 'listed-not-installed',
  'package-for-development': 'dev-dependency-only',
  'package-only-installed': 'installed-not-listed',
  'package-outdated': 'package-too-old',
  'package-of-similar-name': 'similar-package',
  'package-under-other-name': 'similar-package',
  'package-installed-above': 'installed-elsewhere',
});
export const { passed, failed } = verdicts;
