// What keeps a course from being proved, as facts. `words/en/course/errors.ts` words them.
import type { DiagnosticFact } from '../../course/index.ts';
import { labErrors } from '../../model/errors.ts';

/** The parameters of each. */
export interface VerifyErrors {
  /** `why`: what the linter finds in the file. */
  'case-broken': { readonly file: string; readonly why: DiagnosticFact };
  'equivalents-invalid': { readonly file: string; readonly line: number };
}

export const verifyError = labErrors<VerifyErrors>();
