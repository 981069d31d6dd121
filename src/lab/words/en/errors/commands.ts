// What is wrong with how a command is called.
import type { TitleFault } from '../../../authoring/facts/errors.ts';
import type { CommandErrors, IdFault } from '../../../cli/facts/errors.ts';
import type { ErrorEntries } from '../../contract/entries.ts';
import { counted } from '../grammar/phrases.ts';
import { refusal } from './shared.ts';

const OWN_COURSE = 'Name a folder of your own with --course DIR. To start a course: ecom-lab new-course DIR';

/** Why an id cannot be used. */
export const idFault = (reason: IdFault): string =>
  reason === 'not-kebab-case'
    ? 'An id is kebab-case, like count-requests.'
    : `There is already a step ${reason.taken}.`;

/** Why a title cannot be used. */
export function titleFault(reason: TitleFault): string {
  if (typeof reason !== 'string') return `A title has at most ${counted(reason.longerThan, 'character')}.`;
  return reason === 'empty' ? 'A title must not be empty.' : 'A title must not contain control characters.';
}

const seedText = ({ seed, learner }: { readonly seed: number; readonly learner?: string }): string =>
  learner === undefined ? `with seed ${seed}` : `for ${learner}, with seed ${seed}`;

export const commandErrors = {
  'no-terminal/start': () => ({
    message: 'start needs a terminal to ask its questions in.',
    hint: 'Use the single commands instead: ecom-lab init, list, check, hint, apply, traffic, query. Or watch the whole course with: ecom-lab start --auto',
  }),
  'files-differ': ({ step, files }) => ({
    message: `To begin at ${step}, the lab would replace files that you have changed: ${files.join(', ')}.`,
    hint: 'Name a new folder with --dir, or run the command in a terminal, where the lab asks first.',
  }),
  'workspace-exists': ({ dir }) => ({
    message: `${dir} is already a workspace.`,
    hint: 'Continue in it with `ecom-lab start`, or start over with `ecom-lab reset --all`.',
  }),
  'other-seed': ({ known, wanted }) => ({
    message: `This workspace was created ${seedText(known)}, not ${seedText(wanted)}.`,
    hint: 'Leave out --seed and --learner to continue, or name another folder with --dir for other numbers.',
  }),
  'seed-or-learner': () => ({
    message: 'Give --seed or --learner, not both: the name determines the seed.',
  }),
  'no-editor': ({ program, file }) => ({
    message: `The editor "${program}" cannot be found.`,
    hint: `Set EDITOR to a program that is installed, or open ${file} yourself.`,
  }),
  'bad-range': ({ text }) => ({
    message: `--range cannot be "${text.slice(0, 40)}".`,
    hint: 'Write a number and a unit: 30s, 10m, 2h.',
  }),
  'reset-what': () => ({ message: 'reset takes a step or --all, not both.' }),
  'no-session': () => ({
    message: 'No lab session is running for this workspace, so there is nothing to restart.',
    hint: 'Start one in another terminal with `ecom-lab start`.',
  }),
  'course-not-trusted': ({ title, dir }) => ({
    message: `The course "${title}" in ${dir} is not part of the lab, and its programs run with your rights.`,
    hint: 'If you trust its author, run the same command with --trust-course. The lab remembers your answer.',
  }),
  'course-not-trusted/declined': () => ({
    message: 'The course was not started, and none of its programs ran.',
  }),
  'course-invalid': ({ dir, first, more }) => ({
    message: `The course in ${dir} has errors${more === 0 ? '' : ` (and ${more} more)`}: ${first}`,
    hint: 'Run `ecom-lab lint` on it to see them all.',
  }),
  'course-invalid/to-edit': ({ first }) => ({
    message: `The course has errors, so nothing can be added to it: ${first}`,
    hint: 'Fix them first: `ecom-lab lint` shows them all.',
  }),
  'course-not-yours/package': ({ dir }) => ({
    message: `The course in ${dir} is an installed package: the next installation would undo your change.`,
    hint: OWN_COURSE,
  }),
  'course-not-yours/built-in': () => ({
    message:
      'The built-in course is part of the installed lab: the next installation would undo your change.',
    hint: OWN_COURSE,
  }),
  'course-twice': () => ({ message: 'Name the course once: as an argument, or with --course.' }),
  'course-unreadable': ({ file }) => ({
    message: `${file} cannot be read.`,
    hint: 'Check the owner and the permissions of the file.',
  }),
  'folder-not-empty/new-course': ({ dir }) => ({
    message: `${dir} is not empty.`,
    hint: 'Name a new folder.',
  }),
  'no-terminal/new-step': ({ missing }) => ({
    message: 'new-step needs a terminal to ask its questions in.',
    hint: `Give ${missing.map((name) => `--${name}`).join(', ')}.`,
  }),
  'check-of-step': ({ step, check, known }) => ({
    message: `A new step of the kind ${step} has no check of the kind ${check}.`,
    hint: `Give --check ${known.join(', ')}, or another --kind.`,
  }),
  'no-scrape-config': ({ check, file }) => ({
    message: `A step with a check of the kind ${check} needs a Prometheus, but the workspace has no ${file}.`,
    hint: `Add ${file} under workspace in course.yaml.`,
  }),
  'bad-id': ({ reason }) => ({ message: idFault(reason), hint: 'Give another id with --id.' }),
  'bad-title': ({ reason }) => ({ message: titleFault(reason), hint: 'Give another title with --title.' }),
  'no-case': ({ step, wanted }) => ({
    message: `Step ${step} has no case "${wanted.slice(0, 80)}".`,
    hint: `\`ecom-lab verify ${step}\` lists them. \`ecom-lab lint\` shows those that cannot be read.`,
  }),
  'two-cases': ({ step, name }) => ({
    message: `Step ${step} has a mistake and a variant with that name.`,
    hint: `Name one: ${step}/mistakes/${name} or ${step}/variants/${name}`,
  }),
  'case-exists': ({ step, caseKind, name }) => ({
    message: `Step ${step} already has a ${caseKind} "${name}".`,
    hint: `To see it: ecom-lab case show ${step}/${caseKind}s/${name}. Otherwise, rename the program.`,
  }),
  'case-unreadable': ({ place, refused }) => ({
    message: refused === undefined ? `${place} cannot be read.` : refusal(refused.path, refused.fault),
    hint: 'Name a program, or a folder with the files of one.',
  }),
  'fast-mutants': () => ({
    message: 'Give --fast or --mutants, not both: --fast leaves out the cases that --mutants adds.',
  }),
  'two-formats': () => ({ message: 'Give --json or --csv, not both: each is a whole document.' }),
  'no-time': () => ({ message: '--time-limit takes at least 1 second.' }),
  'no-workspaces': ({ dirs, others, course }) => ({
    message: `There is no workspace in ${dirs.join(', ')}${others === 0 ? '' : ` (${others} of another course)`}.`,
    hint: `Name a workspace, or a folder with workspaces in it. This report is about the course "${course}"; name another with --course.`,
  }),
  'file-not-written': ({ file }) => ({
    message: `${file} cannot be written.`,
    hint: 'Name a file in a folder that exists and that you may write to.',
  }),
  'file-not-written/folder': ({ file }) => ({ message: `${file} is a folder.`, hint: 'Name a file.' }),
  'bad-run': ({ text, reason }) => ({
    message: `--run cannot be ${text}: ${reason}`,
    hint: 'Give the name of a test, or a regular expression in RE2 syntax.',
  }),
  'input-too-large': ({ megabytes }) => ({
    message: `Standard input is larger than ${megabytes} MB.`,
    hint: 'Give the name of a file instead.',
  }),
  'bad-port': ({ port, highest }) => ({
    message: `--port cannot be ${port}.`,
    hint: `A port is a number up to ${highest}.`,
  }),
  'bad-address': ({ text }) => ({
    message: `--listen cannot be ${JSON.stringify(text.slice(0, 60))}.`,
    hint: 'It takes an IP address of this computer, for example 0.0.0.0 for all of them.',
  }),
  'bad-host': ({ text }) => ({
    message: `--allow-host cannot be ${JSON.stringify(text.slice(0, 60))}.`,
    hint: 'It takes host names without scheme and port, for example host.docker.internal.',
  }),
  'cannot-run-a-url': () => ({
    message: 'A Prometheus at an address is already running, so there is nothing to start.',
    hint: 'Use --prometheus embedded, managed or the path of a binary.',
  }),
  'embedded-only': () => ({
    message: '--listen and --allow-host are for the embedded Prometheus.',
    hint: 'Add --prometheus embedded, or give a real Prometheus its own flag --web.listen-address.',
  }),
} satisfies ErrorEntries<CommandErrors>;
