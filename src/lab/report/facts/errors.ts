// What keeps submissions from being graded, as facts. `words/en/errors/reports.ts` words them.
import { labErrors } from '../../model/errors.ts';

/** Why submissions run without a sandbox. `trial`: what the sandbox said when it was tried. */
export type NoSandbox =
  | 'asked-for'
  | 'not-linux'
  | 'attached-prometheus'
  | 'no-bwrap'
  | 'no-prlimit'
  | { readonly trial: string }
  | { readonly trialCode: number | null }
  | { readonly trialLongerThanMs: number };

/** The parameters of each. */
export interface ReportErrors {
  'not-a-command': object;
  'isolation-unavailable': { readonly reason: NoSandbox };
}

export const reportError = labErrors<ReportErrors>();
