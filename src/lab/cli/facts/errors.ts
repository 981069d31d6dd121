// What is wrong with how a command is called, as facts. `words/en/errors/commands.ts` words them.
import type { FileFault } from '../../../files/index.ts';
import type { TitleFault } from '../../authoring/facts/errors.ts';
import { labErrors } from '../../model/errors.ts';

/** Why an id of a step cannot be used. */
export type IdFault = 'not-kebab-case' | { readonly taken: string };

/** A seed, and the name that it was made from. */
interface Seed {
  readonly seed: number;
  readonly learner?: string;
}

/** Of the commands for learners. */
interface LearnerErrors {
  'no-terminal/start': object;
  'workspace-exists': { readonly dir: string };
  'other-seed': { readonly known: Seed; readonly wanted: Seed };
  'seed-or-learner': object;
  'no-editor': { readonly program: string; readonly file: string };
  'bad-range': { readonly text: string };
  'reset-what': object;
  'no-session': object;
  /** Of the learner: preparing the step would replace them. */
  'files-differ': { readonly step: string; readonly files: readonly string[] };
  'course-not-trusted': { readonly title: string; readonly dir: string };
  'course-not-trusted/declined': object;
}

/** Of the commands for authors. `first`: what the linter says about the first error, `more`: how many others there are. */
interface AuthorErrors {
  'course-invalid': { readonly dir: string; readonly first: string; readonly more: number };
  'course-invalid/to-edit': { readonly first: string };
  'course-not-yours/package': { readonly dir: string };
  'course-not-yours/built-in': object;
  'course-twice': object;
  'course-unreadable': { readonly file: string };
  'folder-not-empty/new-course': { readonly dir: string };
  'no-terminal/new-step': { readonly missing: readonly string[] };
  /** `known`: the kinds of check that new-step can write for such a step. */
  'check-of-step': { readonly step: string; readonly check: string; readonly known: readonly string[] };
  'no-scrape-config': { readonly check: string; readonly file: string };
  'bad-id': { readonly reason: IdFault };
  'bad-title': { readonly reason: TitleFault };
  'no-case': { readonly step: string; readonly wanted: string };
  'two-cases': { readonly step: string; readonly name: string };
  'case-exists': { readonly step: string; readonly caseKind: 'mistake' | 'variant'; readonly name: string };
  /** `refused`: the file that is not read, and why. */
  'case-unreadable': {
    readonly place: string;
    readonly refused?: { readonly path: string; readonly fault: FileFault };
  };
}

/** Of the commands for instructors, and of those that run a Prometheus. */
interface InstructorErrors {
  'fast-mutants': object;
  'two-formats': object;
  'no-time': object;
  /** `others`: how many workspaces of another course there are. */
  'no-workspaces': { readonly dirs: readonly string[]; readonly others: number; readonly course: string };
  'file-not-written': { readonly file: string };
  'file-not-written/folder': { readonly file: string };
  'bad-port': { readonly port: number; readonly highest: number };
  'bad-address': { readonly text: string };
  'bad-host': { readonly text: string };
  'cannot-run-a-url': object;
  'embedded-only': object;
  /** `reason`: what the reader of regular expressions says. */
  'bad-run': { readonly text: string; readonly reason: string };
  'input-too-large': { readonly megabytes: number };
}

/** The parameters of each. */
export interface CommandErrors extends LearnerErrors, AuthorErrors, InstructorErrors {}

export const commandError = labErrors<CommandErrors>();
