// Something that goes wrong in the running shop on purpose: what the lab breaks, and since when it looks broken.
import type { StoreBreakage } from './app-run.ts';
import type { ScenarioSpec } from './schema/course.ts';

type Method = ScenarioSpec['requests'][number]['method'];

/** An incident as the lab plays it. */
export interface PlannedIncident {
  /** Tells it from the others of its step. */
  readonly name: string;
  /** The past hour in the notation of `load`, with the beginning of the incident. */
  readonly load: string;
  /** How long before the end of the load it began, in ms. */
  readonly beganMs: number;
  readonly breakage: StoreBreakage;
  /** What is sent to the shop while it is broken, again and again. */
  readonly requests: readonly { readonly method: Method; readonly path: string }[];
}

/** An incident that is under way. Times in Unix ms. */
export interface RunningIncident {
  readonly name: string;
  readonly beganAtMs: number;
  /** The end of the samples of the past: from then on there are only those of the learner's app. */
  readonly loadedAtMs: number;
}
