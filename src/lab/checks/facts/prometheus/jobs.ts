// What is wrong with the keys, jobs and targets of a configuration file, as facts. `words/en/prometheus/` words them.
import type { FileLine, SourceLine } from './places.ts';

/** Where a key belongs: the left margin, `global`, a job, or an item of static_configs. */
export type KeyPlace = 'top' | 'global' | 'job' | 'group';

/** A target as it is written. */
interface Written {
  readonly at: FileLine;
  readonly target: string;
}

/** The parameters of each. `text` and `found` quote the file: they do not tell one error from another. */
export interface JobFacts {
  'config-missing': { readonly file: string };
  'not-a-mapping': SourceLine & { readonly what: 'file' | 'job' | 'group' };
  'key-misspelled': { readonly at: FileLine; readonly key: string; readonly meant: string };
  'key-unknown': SourceLine & { readonly key: string; readonly belongs: KeyPlace | undefined };
  /** In a file that scrape_config_files names. */
  'included-key-unknown': SourceLine & { readonly key: string };
  'duration-invalid': SourceLine & { readonly value: string };
  'scheme-invalid': SourceLine & { readonly value: string };
  'timeout-too-long': { readonly at: FileLine; readonly timeoutMs: number; readonly intervalMs: number };

  /** `isEmpty`: the key is there, but no job. */
  'scrape-configs-missing': { readonly file: string; readonly isEmpty: boolean };
  'scrape-configs-not-a-list': SourceLine;
  'job-outside-list': SourceLine & { readonly key: string; readonly isInGlobal: boolean };
  'job-in-job': SourceLine;
  'targets-among-jobs': SourceLine;
  'job-duplicate': { readonly at: FileLine; readonly job: string; readonly first: FileLine };
  /** `found`: the names of all jobs. `host`: the job that has the target. */
  'job-missing': {
    readonly file: string;
    readonly job: string;
    readonly found: readonly string[];
    readonly host: string | undefined;
  };
  /** `job`: the name asked for; `name`: what the job is called instead. */
  'job-name-differs': {
    readonly at: FileLine;
    readonly job: string;
    readonly name: string;
    readonly found: readonly string[];
  };
  'job-name-missing': SourceLine & {
    /** No key, no value, a value that begins with a mark of YAML, or several values. */
    readonly lack: 'key' | 'value' | 'marked-value' | 'single-value';
  };
  /** The dash before `key`, which belongs to `job` above. */
  'dash-begins-job': SourceLine & { readonly key: string; readonly job: string };
  'other-job-missing': { readonly file: string; readonly job: string; readonly found: readonly string[] };
  /** Both lists are targets. */
  'other-job-changed': {
    readonly at: FileLine;
    readonly job: string;
    readonly wanted: readonly string[];
    readonly found: readonly string[];
  };

  /** `hasTargets`: the job has `targets` without the key around it. */
  'static-configs-missing': { readonly at: FileLine; readonly job: string; readonly hasTargets: boolean };
  'static-configs-not-a-list': SourceLine;
  'targets-missing': SourceLine;
  'targets-not-a-list': SourceLine & { readonly slip: 'quoted-list' | 'other-brackets' | undefined };
  /** To YAML `host` is a key. */
  'target-with-space': SourceLine & { readonly host: string };
  'target-not-text': SourceLine;

  'target-has-scheme': Written & { readonly scheme: string };
  'target-has-path': Written;
  /** `side`: where the only quote is. */
  'target-quote-unpaired': Written & { readonly side: 'before' | 'after' };
  'target-has-placeholder': Written & { readonly placeholder: string };
  'target-dot-for-colon': Written & { readonly separator: '.' };
  'target-other-separator': Written & { readonly separator: string };
  'target-malformed': Written & { readonly hasComma: boolean };
  'target-without-host': Written;
  'target-without-port': Written;
  'target-port-not-a-number': Written;
  'target-port-too-high': Written;
  'target-has-many-colons': Written;
  'target-wrong-host': Written & { readonly meant: string | undefined };
  'target-is-api-port': Written;
  'target-wrong-port': Written & { readonly port: number };
}

/** The code of each, held against the list of codes in `verdicts.ts`. */
export const jobFactCodes = {
  'config-missing': 'config-missing',
  'not-a-mapping': 'config-not-a-mapping',
  'key-misspelled': 'key-misspelled',
  'key-unknown': 'key-unknown',
  'included-key-unknown': 'key-unknown',
  'duration-invalid': 'config-rejected',
  'scheme-invalid': 'config-rejected',
  'timeout-too-long': 'config-rejected',

  'scrape-configs-missing': 'scrape-configs-missing',
  'scrape-configs-not-a-list': 'scrape-configs-not-a-list',
  'job-outside-list': 'job-nested',
  'job-in-job': 'job-nested',
  'targets-among-jobs': 'config-indentation',
  'job-duplicate': 'job-duplicate',
  'job-missing': 'job-missing',
  'job-name-differs': 'job-name-differs',
  'job-name-missing': 'job-name-missing',
  'dash-begins-job': 'job-name-missing',
  'other-job-missing': 'other-job-missing',
  'other-job-changed': 'other-job-changed',

  'static-configs-missing': 'static-configs-missing',
  'static-configs-not-a-list': 'static-configs-not-a-list',
  'targets-missing': 'targets-missing',
  'targets-not-a-list': 'targets-not-a-list',
  'target-with-space': 'target-invalid',
  'target-not-text': 'target-invalid',

  'target-has-scheme': 'target-has-scheme',
  'target-has-path': 'target-has-path',
  'target-quote-unpaired': 'target-invalid',
  'target-has-placeholder': 'target-invalid',
  'target-dot-for-colon': 'target-without-port',
  'target-other-separator': 'target-invalid',
  'target-malformed': 'target-invalid',
  'target-without-host': 'target-invalid',
  'target-without-port': 'target-without-port',
  'target-port-not-a-number': 'target-invalid',
  'target-port-too-high': 'target-invalid',
  'target-has-many-colons': 'target-invalid',
  'target-wrong-host': 'target-wrong-host',
  'target-is-api-port': 'target-is-api-port',
  'target-wrong-port': 'target-wrong-port',
} as const;
