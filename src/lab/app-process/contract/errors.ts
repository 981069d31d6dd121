// Why the learner's app cannot be run or judged for a reason that is not its code.
import { labErrors } from '../../model/errors.ts';
import type { AwaitedWork } from '../../runtimes/contract/protocol.ts';

/** The parameters of each. */
export interface AppErrors {
  /** Node did not come to the app's own code in time. */
  'app-not-spawned/late': { readonly afterMs: number };
  /** The packages that the app imports were not loaded in time. */
  'app-not-spawned/loading': { readonly afterMs: number };
  /** Node exited before it came to the app. */
  'app-not-spawned/exited': { readonly lastLines: readonly string[] };
  /** The system did not start the program; `said`: its reason. */
  'app-not-spawned/refused': { readonly program: string; readonly said: string };
  'app-stopped': object;
  'app-gone': object;
  'app-unresponsive': { readonly afterMs: number };
  /** It neither answers nor computes. */
  'app-silent': { readonly afterMs: number };
  'app-not-ended': { readonly pid: number };
  /** `awaited`: undefined where the app does not say. */
  'app-still-starting': { readonly awaited: AwaitedWork | undefined };
  'app-not-at-rest': { readonly awaited: AwaitedWork | undefined };
  'workspace-not-writable': { readonly dir: string };
}

export const appError = labErrors<AppErrors>();
