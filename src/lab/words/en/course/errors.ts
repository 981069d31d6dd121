// What keeps a course from being found, written or proved.
import type { AuthoringErrors } from '../../../authoring/facts/errors.ts';
import type { DiagnosticFact } from '../../../course/facts/diagnostics.ts';
import type { CourseErrors } from '../../../course/facts/errors.ts';
import type { VerifyErrors } from '../../../verify/facts/errors.ts';
import { wordsOf, type ErrorEntries } from '../../contract/entries.ts';
import { diagnostics } from './diagnostics.ts';

const says = (why: DiagnosticFact): string => wordsOf(diagnostics, why);

export const authorErrors = {
  'course-not-found/no-file': ({ folder }) => ({
    message: `The folder ${folder} has no course.yaml.`,
    hint: 'Give the folder that holds course.yaml to --course.',
  }),
  'course-not-found/absent': ({ folder }) => ({
    message: `There is no course folder ${folder}, and no installed package with that name.`,
    hint: 'Give a folder that holds course.yaml to --course, or install the package first with npm install.',
  }),
  'course-not-found/in-package': ({ name, looked }) => ({
    message: `The package ${name} has no course.yaml (looked in ${looked.join(', ')}).`,
    hint: 'A course package holds course.yaml at its root, in course/, or in the folder that "ecom-lab": {"course": …} in its package.json names.',
  }),
  'course-not-found/package-json': ({ name }) => ({
    message: `The package.json of ${name} cannot be read.`,
    hint: `Install ${name} again.`,
  }),
  'case-header': () => ({
    message: 'The first line of the program does not say what it shows.',
    hint: 'Start it with `// mistake: CODE — what it shows` or `// variant: what it shows`.',
  }),
  'file-exists': ({ file }) => ({
    message: `${file} already exists.`,
    hint: 'Use another id, or move the file away.',
  }),
  'not-written': ({ file }) => ({
    message: `${file} cannot be written.`,
    hint: 'Check the permissions of the folder.',
  }),
  'case-broken': ({ file, why }) => ({
    message: `${file}: ${says(why)}`,
    hint: 'Fix the file, or run `ecom-lab lint`.',
  }),
  'equivalents-invalid': ({ file, line }) => ({
    message: `${file}:${line}: this is not a mutant with its reason.`,
    hint: 'A block is the operator, the lines with - and + as verify --mutants prints them, and a line `= why`.',
  }),
} satisfies ErrorEntries<CourseErrors & AuthoringErrors & VerifyErrors>;
