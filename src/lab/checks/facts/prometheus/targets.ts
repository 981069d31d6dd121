// What is wrong in the running Prometheus: its configuration, its targets, the value of a query. As facts.
// `words/en/prometheus/targets.ts` words them.
import type { KeyPlace } from './jobs.ts';
import type { FileLine } from './places.ts';

/** Why a scrape failed. */
export type ScrapeCause =
  | 'refused'
  | 'timeout'
  | 'not-found'
  | 'server-error'
  | 'other-status'
  | 'content-type'
  | 'https'
  | 'unreachable'
  | 'closed'
  | 'too-large'
  | 'format'
  | 'other';

/** A target that Prometheus cannot scrape; `error`: how Prometheus words it. */
interface Down {
  readonly scrapeUrl: string;
  readonly error: string;
}

/** `line`: where the message of Prometheus names one; `said`: that message. */
interface Rejected {
  readonly line: number | undefined;
  readonly said: string;
}

/** The parameters of each. */
export interface TargetFacts {
  'config-rejected': Rejected & {
    readonly reason: 'duration' | 'relabeling' | 'escape' | 'yaml' | 'encoding' | undefined;
  };
  'rejected-value': Rejected & {
    readonly found: { readonly value: string } | 'list' | 'keys';
    readonly wanted: 'list' | 'boolean' | 'number' | 'value' | 'keys';
  };
  'rejected-key-twice': Rejected & { readonly key: string };
  'rejected-key-unknown': Rejected & { readonly key: string; readonly belongs: KeyPlace | undefined };
  /** The file has the job, but the Prometheus at `url`, which cannot be told to reload, does not. */
  'config-not-loaded': { readonly job: string; readonly url: string };

  /** `setting`: the line of the file that the target comes from. */
  'target-down': Down & {
    readonly cause: ScrapeCause;
    readonly setting:
      | { readonly key: 'metrics_path'; readonly at: FileLine; readonly path: string }
      | { readonly key: 'scheme'; readonly at: FileLine }
      | undefined;
  };
  /** `isContainerName`: only containers know it. */
  'target-host-unknown': Down & {
    readonly host: string;
    readonly port: string;
    readonly isContainerName: boolean;
    readonly at: FileLine | undefined;
  };
  /** The app listens on the port, but not at this address of the computer. */
  'target-address-refused': Down & {
    readonly host: string;
    readonly port: string;
    readonly at: FileLine | undefined;
  };
  'target-path-has-query': Down & { readonly at: FileLine };
  /** `found`: the label `job` of its series. */
  'target-renamed': { readonly scrapeUrl: string; readonly job: string; readonly found: string | undefined };
  /** `place`: the target asked for. `isStatic`: the job names its targets itself. */
  'target-absent': { readonly job: string; readonly place: string; readonly isStatic: boolean };

  /** `values`: as text, because JSON has no NaN and no Infinity. */
  'query-differs': {
    readonly query: string;
    readonly values: readonly string[];
    readonly wanted: { readonly exactly: number } | { readonly atLeast: number };
  };
}

/** The code of each, held against the list of codes in `verdicts.ts`. */
export const targetFactCodes = {
  'config-rejected': 'config-rejected',
  'rejected-value': 'config-rejected',
  'rejected-key-twice': 'config-rejected',
  'rejected-key-unknown': 'key-unknown',
  'config-not-loaded': 'config-not-loaded',

  'target-down': 'target-down',
  'target-host-unknown': 'target-down',
  'target-address-refused': 'target-down',
  'target-path-has-query': 'target-down',
  'target-renamed': 'target-not-discovered',
  'target-absent': 'target-not-discovered',

  'query-differs': 'wrong-value',
} as const;
