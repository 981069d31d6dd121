// What only a check of the kind scrape-job finds. `words/en/verdicts/` words it.
import { verdictsOf } from '../../facts/verdicts.ts';

/** The parameters of each mistake. */
export interface ScrapeJobFails {
  'sample-limit-missing': { readonly job: string };
  /** `other`: the job that has a limit. */
  'sample-limit-on-other-job': { readonly job: string; readonly other: string };
  /** `key`: a limit of something else, such as `label_limit`. */
  'other-limit-set': { readonly job: string; readonly key: string };
  /** The file has the limit, and the Prometheus at `url`, which cannot be told to reload, has another one; 0: none. */
  'sample-limit-not-loaded': {
    readonly job: string;
    readonly written: number;
    readonly loaded: number;
    readonly url: string;
  };
  /** `error`: why the target is down, where the limit is why. */
  'sample-limit-too-low': {
    readonly job: string;
    readonly limit: number;
    readonly samples: number;
    readonly least: number;
    readonly error: string | undefined;
  };
  'sample-limit-too-high': {
    readonly job: string;
    readonly limit: number;
    readonly samples: number;
    readonly most: number;
  };
}

/** What is right: the parameters of each. */
export interface ScrapeJobPasses {
  /** `place`: `localhost:8000`. */
  'target-up': { readonly place: string };
  'samples-limited': { readonly job: string; readonly limit: number; readonly samples: number };
}

export const verdicts = verdictsOf<ScrapeJobPasses, ScrapeJobFails>({
  'sample-limit-missing': 'sample-limit-missing',
  'sample-limit-on-other-job': 'limit-on-other-job',
  'other-limit-set': 'other-limit',
  'sample-limit-not-loaded': 'config-not-loaded',
  'sample-limit-too-low': 'sample-limit-too-low',
  'sample-limit-too-high': 'sample-limit-too-high',
});
export const { passed, failed } = verdicts;
