// Everything that a session says while it works. The terminal is one listener; a page could be another.
import type { AppExit, StartFailure } from '../../model/app-run.ts';
import { factOf } from '../../model/errors.ts';
import type { Fact, Verdict } from '../../model/verdict.ts';
import type { TrafficFault } from '../../traffic/index.ts';

/** One check of a step: what was found is a fact, which `words/` puts into words. Absent fields are left out. */
export interface CheckReport {
  readonly kind: string;
  readonly status: Verdict['status'];
  readonly code?: string;
  readonly fact?: Fact;
  readonly message?: string;
  readonly expected?: string;
  readonly observed?: string;
  readonly hint?: string;
}

/** The outcome of all checks of a step. `fail` where any check failed, else `blocked` where any was. */
export interface StepReport {
  readonly step: string;
  readonly status: Verdict['status'];
  readonly checks: readonly CheckReport[];
}

/** A file that was copied before it was replaced. Paths are relative to the workspace. */
export interface BackedUpFile {
  readonly file: string;
  readonly copy: string;
}

export type SessionEvent =
  /** Something worth a line that needs no answer: a port moved, a Prometheus chosen, a state file set aside. */
  | { readonly kind: 'note'; readonly fact: Fact; readonly isWarning?: boolean }
  | { readonly kind: 'waiting'; readonly fact: Fact }
  | { readonly kind: 'file-saved'; readonly files: readonly string[] }
  | { readonly kind: 'check-started'; readonly step: string; readonly trigger: 'asked' | 'save' }
  | { readonly kind: 'check-finished'; readonly report: StepReport; readonly trigger: 'asked' | 'save' }
  | { readonly kind: 'app-started'; readonly pid: number; readonly isRestart: boolean }
  | { readonly kind: 'app-start-failed'; readonly failure: StartFailure }
  | { readonly kind: 'app-exited'; readonly exit: AppExit }
  /** The running app has stopped answering (a loop that does not end), or answers again. */
  | { readonly kind: 'app-responsive'; readonly isResponsive: boolean }
  | {
      readonly kind: 'traffic-progress';
      readonly scenario: string;
      readonly sent: number;
      readonly total: number;
    }
  | {
      readonly kind: 'traffic-finished';
      readonly scenario: string;
      readonly sent: number;
      readonly failed: number;
      /** Why requests failed, where some did. */
      readonly why?: TrafficFault;
    }
  | {
      readonly kind: 'files-written';
      readonly files: readonly string[];
      readonly backups: readonly BackedUpFile[];
    }
  | { readonly kind: 'command-output'; readonly line: string };

/** Called for each event, in order. Must not throw. */
export type SessionListener = (event: SessionEvent) => void;

/** An error as a warning: what a LabError says and advises, or what a bug says of itself. */
export const noteOf = (error: unknown): SessionEvent => ({
  kind: 'note',
  fact: factOf(error),
  isWarning: true,
});
