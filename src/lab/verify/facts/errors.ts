// What keeps a course from being proved, as facts. `words/en/errors/author.ts` words them.
import { labErrors } from '../../model/errors.ts';

/** The parameters of each. */
export interface VerifyErrors {
  /** `said`: what the linter says about the file. */
  'case-broken': { readonly file: string; readonly said: string };
  'equivalents-invalid': { readonly file: string; readonly line: number };
}

export const verifyError = labErrors<VerifyErrors>();
