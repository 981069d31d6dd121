// What is wrong with files of a workspace, and what the lab did in it by itself.
import type { MarkerFault, ProgressFault, ScrapeFileProblem } from '../../../workspace/contract/faults.ts';
import type { InstallFailure } from '../../../runtimes/contract/packages.ts';
import type { WorkspaceFacts } from '../../../workspace/contract/notes.ts';
import type { SayError, TextEntries } from '../../contract/entries.ts';
import { listed, plural } from '../grammar/phrases.ts';

const MARKER: Readonly<Record<MarkerFault, string>> = {
  garbled: 'it is truncated or garbled',
  'no-version': 'it has no known version',
  'no-course': 'it names no course',
  'bad-seed': 'its seed is not a number',
  'bad-learner': 'its learner is not a name',
  'no-time': 'it has no time of creation',
};

const PROGRESS: Readonly<Record<Exclude<ProgressFault['kind'], 'bad-step'>, string>> = {
  garbled: 'it is truncated or garbled',
  'no-version': 'it has no known version',
  'bad-current': 'its current step is not text',
  'no-steps': 'it has no steps',
};

/** A clause: why the marker cannot be used. */
export const markerReason = (fault: MarkerFault): string => MARKER[fault];

const progressReason = (fault: ProgressFault): string =>
  fault.kind === 'bad-step'
    ? `its entry for the step ${JSON.stringify(fault.step)} is garbled`
    : PROGRESS[fault.kind];

/** A clause: why npm failed. */
export function npmReason({ code, message }: InstallFailure): string {
  return code === 'npm-missing'
    ? 'npm is not installed'
    : `${message ?? 'it gave no reason'}${code === 'unknown' ? '' : ` (${code})`}`;
}

/** A sentence: what is wrong with a prometheus.yml. */
export function scrapeFileProblem(problem: ScrapeFileProblem): string {
  switch (problem.kind) {
    case 'too-long':
      return 'The file is far too long for a configuration.';
    case 'not-yaml':
      return problem.said;
    case 'foreign-tag':
      return `The tag \`${problem.tag}\` does not belong in this file.`;
    case 'no-fields':
      return 'The file must consist of fields, such as `scrape_configs:`.';
    case 'misplaced-field':
      return `\`${problem.field}\` belongs to a job: indent it further.`;
    case 'jobs-not-a-list':
      return '`scrape_configs` must be a list: each job begins with `- job_name:`.';
    case 'aliases':
      return 'The aliases (`*name`) of this file repeat too much.';
    case 'nameless-job':
      return 'This job has no `job_name`.';
    case 'duplicate-job':
      return `Two jobs have the name \`${problem.name}\`.`;
    case 'no-edit':
      return 'The lab cannot add the job to this file.';
    default:
      return problem satisfies never;
  }
}

/** The words of notes; `say` words an error that a note carries. */
export const createWorkspaceNotes = (say: SayError) =>
  ({
    'packages-missing': ({ packages }) =>
      `The lab does not come with ${listed(packages)}. Run \`npm install\` in the workspace to get ${plural(packages.length, 'it', 'them')}.`,
    'links-repaired': ({ packages }) => `Restored from the lab's own copy: ${listed(packages)}.`,
    'package-linked': ({ name, failure }) =>
      `npm could not install ${name}: ${npmReason(failure)}. The lab's own copy is used instead.`,
    'progress-unreadable': ({ fault, copy }) =>
      `Your progress could not be read (${progressReason(fault)}), so it starts over. The old file is now ${copy}, and your own files are untouched.`,
    'file-replaced': ({ file, error }) =>
      `${file} could not be edited, so the course's own file with the job replaces it. ${say(error).message}`,
    'record-newer/workspace': () => 'The workspace was created by a newer ecom-lab.',
    'record-newer/progress': () => 'progress.json was written by a newer ecom-lab.',
    'record-unreadable/marker': ({ file, fault }) => `${file} cannot be read: ${markerReason(fault)}.`,
    'record-unreadable/progress': ({ file, fault }) => `${file} cannot be read: ${progressReason(fault)}.`,
    'record-not-a-file': ({ file }) => `${file} is not a file, so it was not read.`,
    'record-refused': ({ error }) => say(error).message,
    'record-not-read': ({ file, code }) => `${file} cannot be read (${code}).`,
  }) satisfies TextEntries<WorkspaceFacts>;
