// What is wrong with a file that the lab or a learner keeps in a workspace, as facts.

/** Why `workspace.json` cannot be used. */
export type MarkerFault = 'garbled' | 'no-version' | 'no-course' | 'bad-seed' | 'bad-learner' | 'no-time';

/** Why `progress.json` cannot be used. `step`: whose entry is garbled. */
export type ProgressFault =
  | { readonly kind: 'garbled' | 'no-version' | 'bad-current' | 'no-steps' }
  | { readonly kind: 'bad-step'; readonly step: string };

/** Why no edit of a prometheus.yml gives a file that Prometheus loads. */
export type ScrapeFileProblem =
  | { readonly kind: 'too-long' | 'no-fields' | 'jobs-not-a-list' | 'aliases' | 'nameless-job' | 'no-edit' }
  /** `said`: what the YAML parser says. */
  | { readonly kind: 'not-yaml'; readonly said: string }
  | { readonly kind: 'foreign-tag'; readonly tag: string }
  | { readonly kind: 'misplaced-field'; readonly field: string }
  | { readonly kind: 'duplicate-job'; readonly name: string };

export interface ScrapeFileFault {
  readonly problem: ScrapeFileProblem;
  /** 1-based. */
  readonly line: number;
}
