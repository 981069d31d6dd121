// What the user can fix about a Prometheus, as facts. `words/en/errors/prometheus.ts` and `install.ts` word them.
import { labErrors, saidIn } from '../../model/errors.ts';
import type { DownReason, ReloadOutcome } from '../../model/prometheus-api.ts';

/** Why a file cannot be used as Prometheus. `code`: the system's. */
export type UnusableReason =
  | 'absent'
  | 'folder'
  | 'not-executable'
  | 'forbidden'
  | 'no-loader'
  | 'other-machine'
  | 'damaged'
  | 'other-program'
  | 'silent'
  | { readonly unreadable: string }
  | { readonly unstartable: string };

export interface UnusablePrometheus {
  readonly path: string;
  readonly reason: UnusableReason;
}

/** Between the lab and a Prometheus. `url` never has a password in it; `said`: Prometheus's own words. */
interface ApiErrors {
  'bad-prometheus-url': { readonly text: string };
  /** `code`: the system's or OpenSSL's, empty if it has none; `said`: what the system says. */
  'prometheus-unreachable': { readonly url: string; readonly code: string; readonly said: string };
  'prometheus-unreachable/no-https': { readonly url: string };
  'prometheus-timeout': { readonly url: string; readonly afterMs: number };
  'prometheus-unauthorized': { readonly url: string; readonly httpStatus: number };
  /** It responds with 503. */
  'prometheus-not-ready': { readonly url: string };
  'prometheus-not-ready/busy': { readonly url: string; readonly said: string };
  'prometheus-not-ready/late': { readonly url: string; readonly afterMs: number };
  'not-a-prometheus/no-http': { readonly url: string };
  'not-a-prometheus/too-large': { readonly url: string; readonly limitBytes: number };
  /** `path` responds with something that Prometheus does not say there. */
  'not-a-prometheus/other-form': { readonly url: string; readonly path: string };
  'not-a-prometheus/other-response': {
    readonly url: string;
    readonly httpStatus: number;
    readonly contentType: string;
  };
  'prometheus-unsupported': { readonly said: string };
  'bad-query': { readonly said: string };
  'query-timeout': { readonly said: string };
  'prometheus-error': { readonly said: string };
  /** The thread that evaluates queries over timelines got too little processor time. */
  'simulator-busy': { readonly afterMs: number };
}

/** Starting, running and stopping one. */
interface RunErrors {
  'port-taken/prometheus': { readonly port: number };
  'port-forbidden': { readonly port: number };
  'no-such-address': { readonly address: string };
  'prometheus-config-rejected': { readonly said: string };
  /** `said`: the embedded server's words, which name the process. */
  'prometheus-data-in-use': { readonly dir: string; readonly said?: string };
  /** `said`: the system's words. */
  'data-folder-unwritable': { readonly dir: string; readonly said: string };
  'prometheus-crashed': { readonly reason: DownReason };
  /** `pid`: unknown where the process was never started. */
  'prometheus-not-ended': { readonly pid: number | undefined };
  'prometheus-stopped': object;
}

/** Choosing one. */
interface ChoiceErrors {
  'bad-prometheus-choice': { readonly value: string };
  'unusable-prometheus': UnusablePrometheus;
  /** `unusable`: the first file that looks like one. */
  'no-prometheus': { readonly unusable?: UnusablePrometheus };
}

/** Downloading and unpacking one. */
export interface InstallErrors {
  'no-release': { readonly platform: string; readonly arch: string };
  'bad-version': { readonly version: string };
  'bad-mirror': { readonly mirror: string };
  'release-not-found': { readonly url: string };
  'release-not-found/no-checksum': { readonly url: string; readonly file: string };
  'download-refused': { readonly url: string; readonly httpStatus: number };
  'download-stalled': { readonly url: string };
  'download-cut': { readonly url: string };
  /** `said`: the system's code or words. */
  'download-unreachable': { readonly host: string; readonly said: string };
  'download-too-large': { readonly url: string };
  'download-too-large/checksums': { readonly url: string };
  'wrong-checksum': { readonly file: string };
  'wrong-release': { readonly named: string; readonly found: string };
  'archive-broken': object;
  'archive-broken/package': { readonly name: string };
  /** `said`: the last line of apt-get. */
  'no-debian-package': { readonly said: string };
  'not-debian': object;
  /** `dir`: the cache, where it is known; `reason`: what is in the way. */
  'cache-unwritable': { readonly dir?: string; readonly reason: DiskReason };
}

/** Why something cannot be stored. */
export type DiskReason = 'full' | 'quota' | 'forbidden' | 'read-only' | 'file-in-the-way';

/** The parameters of each that is not about an installation. */
export interface RunningErrors extends ApiErrors, RunErrors, ChoiceErrors {}

export const prometheusError = labErrors<RunningErrors & InstallErrors>();

/** The outcome where a start failed because Prometheus refuses its configuration file, undefined for any other error. */
export function rejectionOf(error: unknown): Extract<ReloadOutcome, { status: 'rejected' }> | undefined {
  const said = saidIn(error, 'prometheus-config-rejected');
  return said === undefined ? undefined : { status: 'rejected', message: said };
}
