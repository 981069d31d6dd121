// What keeps a step or a course from being written, as facts. `words/en/course/errors.ts` words them.
import { labErrors } from '../../model/errors.ts';

/** The parameters of each. */
export interface AuthoringErrors {
  'case-header': object;
  'file-exists': { readonly file: string };
  'not-written': { readonly file: string };
}

/** Why a title cannot be used. */
export type TitleFault = 'empty' | 'control-characters' | { readonly longerThan: number };

export const authoringError = labErrors<AuthoringErrors>();
