// Whether the user trusts a course that is not the lab's own.
import { commandErrors } from '../errors/commands.ts';

export const trust = {
  question: (course: { readonly title: string; readonly dir: string }) =>
    `${commandErrors['course-not-trusted'](course).message} Do you trust its author?`,
  notSaved: (dir: string, code: string | undefined) =>
    `Your answer cannot be saved in ${dir}${code === undefined ? '' : ` (${code})`}. The lab will ask again.`,
};
