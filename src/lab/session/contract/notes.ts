// What a session has to say that is not a verdict: notes, and how a restart went.
import type { PortHolder } from '../../model/app-run.ts';
import type { DownReason, Unsupported } from '../../model/prometheus-api.ts';
import type { Fact } from '../../model/verdict.ts';

interface MovedPort {
  readonly port: number;
  readonly holder: PortHolder | undefined;
  /** The port that is used instead. */
  readonly to: number;
}

/** The parameters of each note. */
export interface NoteFacts {
  /** `name`: what the course calls the port. */
  'port-moved/app': MovedPort & { readonly name: string };
  'port-moved/prometheus': MovedPort;
  'prometheus-exited': { readonly reason: DownReason };
  /** The embedded server replaced itself; `said`: why, in its own words. */
  'prometheus-replaced': { readonly said: string };
  /** A check starts again, because of what happened meanwhile. */
  'check-disturbed': { readonly by: 'prometheus-restarted' | 'prometheus-exited' | 'lab-stopped' };
  /** `error`: why the disk did not take it. */
  'progress-not-kept': { readonly error: Fact };
  /** Saves are no longer noticed; `said`: the system's reason. */
  'watch-ended/folder-gone': object;
  'watch-ended/limit': { readonly said: string };
  'watch-ended/failed': { readonly said: string };
  /** `agoMs`: the age of its last sample. */
  'history-loaded': { readonly title: string; readonly lengthMs: number; readonly agoMs: number };
  /** Files that the course gives a workspace, and that this one did not have. */
  'files-added': { readonly files: readonly string[] };
  'steps-reopened': { readonly steps: readonly string[] };
}

/** How a restart went. */
export interface RestartFacts {
  'app-restarted': object;
  'app-not-started': object;
  'prometheus-started': { readonly url: string | undefined };
  'prometheus-restarted': object;
  /** `said`: why Prometheus does not load the file, in its words. */
  'config-rejected': { readonly said: string };
  /** The learner has to restart the Prometheus at `url`. */
  'restart-unsupported': { readonly why: Unsupported; readonly url: string };
}

/** A note as a fact. */
export const note = <K extends keyof NoteFacts>(
  kind: K,
  params: NoteFacts[K],
): NoteFacts[K] & { readonly kind: K } => ({ kind, ...params });

/** How a restart went, as a fact. */
export const restartFact = <K extends keyof RestartFacts>(
  kind: K,
  params: RestartFacts[K],
): RestartFacts[K] & { readonly kind: K } => ({ kind, ...params });
