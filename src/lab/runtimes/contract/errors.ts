// Why a program cannot be prepared for a reason that is not its text.
import { labErrors } from '../../model/errors.ts';

/** The parameters of each. */
export interface PrepareErrors {
  /** `said`: what the compiler says. */
  'app-not-bundled': { readonly said: string };
}

export const prepareError = labErrors<PrepareErrors>();
