// What is wrong with a mistake or a variant of a step.
import type { CaseFacts, PathFacts } from '../../../course/facts/diagnostics.ts';
import type { TextEntries } from '../../contract/entries.ts';
import { wordsOf } from '../../contract/entries.ts';
import { files } from './files.ts';

const HEADERS = {
  mistake: '`// mistake: code — what it shows`',
  variant: '`// variant: what it shows`',
};

export const cases = {
  'case-header': ({ of }) => `The first line must be ${HEADERS[of]}.`,
  'case-empty': () => 'The folder has no files.',
  'case-without-answer': ({ file }) =>
    `The step asks a question, and the case has no answer: add the file ${file}.`,
  'reserved-file/case': ({ file }) => `A learner never writes \`${file}\`.`,
  'case-patch/no-diff': ({ said }) => `This is not a unified diff: ${said}`,
  'case-patch/empty': () => 'The patch changes nothing.',
  'case-patch/nameless': () => 'The line with +++ must name the file that the patch changes.',
  'case-patch/base-missing': ({ file }) => `The solution leaves no file \`${file}\`.`,
  'case-patch/base-edited': ({ file }) =>
    `The lab edits \`${file}\` in the workspace: write this case as a whole file.`,
  'case-patch/base-unreadable': ({ why }) => wordsOf(files, why),
  'case-patch/differs': ({ file }) =>
    `This part of the patch does not apply: the solution's \`${file}\` has other lines there.`,
  'case-patch/reserved': ({ file }) => `A learner never writes \`${file}\`.`,
} satisfies TextEntries<Omit<CaseFacts, keyof PathFacts>>;
