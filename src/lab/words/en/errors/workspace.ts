// Why a workspace cannot be made, opened, read or changed.
import type { WorkspaceErrors } from '../../../workspace/contract/errors.ts';
import type { ErrorEntries, ErrorWords } from '../../contract/entries.ts';
import { markerReason, npmReason, scrapeFileProblem } from '../session/workspace.ts';

const NEWER = 'Use the ecom-lab that wrote it, or work in another folder with --dir.';
const OTHER_FOLDER = 'Give an empty or a new folder with --dir.';
const MOST_ENTRIES = 3;

function unusable(verb: 'read' | 'write', { file, why, code }: WorkspaceErrors['cannot-read']): ErrorWords {
  const cannot = `${file} cannot be ${verb === 'read' ? 'read' : 'written'}`;
  switch (why) {
    case 'forbidden':
      return {
        message: `The lab does not have permission to ${verb} ${file}.`,
        hint: `Make the file and its folder ${verb === 'read' ? 'readable' : 'writable'} for you, or work in another folder with --dir.`,
      };
    case 'occupied':
      return {
        message: `${cannot}: something else is in its place.`,
        hint: 'Move what is there somewhere else.',
      };
    case 'folder-gone':
      return {
        message: `${cannot}: its folder no longer exists.`,
        hint: 'If it was moved, give its new path with --dir.',
      };
    case 'other':
      return {
        message: `${cannot} (${code}).`,
        hint: 'Close other programs that use it, or work in another folder with --dir.',
      };
    default:
      return why satisfies never;
  }
}

const NOT_A_WORKSPACE: Readonly<Record<WorkspaceErrors['not-a-workspace']['found'], string>> = {
  absent: 'does not exist',
  'half-created': 'is a workspace whose creation was interrupted',
  empty: 'is not a workspace',
  foreign: 'is not a workspace',
  'not-a-folder': 'is not a workspace',
};

export const workspaceErrors = {
  'disk-full': ({ file }) => ({
    message: `There is no space left on the disk to write ${file}.`,
    hint: 'Free some space and try again. The file has not been changed.',
  }),
  'cannot-read': (params) => unusable('read', params),
  'cannot-write': (params) => unusable('write', params),
  'symlink-refused': ({ file, target }) => ({
    message: `${file} leads to ${target}, but the lab writes only real files in the workspace.`,
    hint: `Replace the link ${file} with the file itself, and try again.`,
  }),
  'already-a-workspace': ({ dir }) => ({
    message: `${dir} is already a workspace.`,
    hint: 'Continue with `ecom-lab start`, or give another folder with --dir.',
  }),
  'folder-not-empty': ({ dir, entries }) => ({
    message: `${dir} is not empty (${entries.slice(0, MOST_ENTRIES).join(', ')}${entries.length > MOST_ENTRIES ? ' …' : ''}) and is not a workspace.`,
    hint: `${OTHER_FOLDER} The lab never overwrites your files.`,
  }),
  'not-a-folder/file': ({ dir }) => ({ message: `${dir} is a file, not a folder.`, hint: OTHER_FOLDER }),
  'not-a-folder/dead-link': ({ dir }) => ({
    message: `${dir} or a folder above it is a link to something that does not exist.`,
    hint: 'Remove the link, or give another folder with --dir.',
  }),
  'not-a-workspace': ({ dir, found }) => ({
    message: `The folder ${dir} ${NOT_A_WORKSPACE[found]}.`,
    hint:
      found === 'foreign' || found === 'not-a-folder'
        ? 'Give the folder of your workspace with --dir, or create one in a new folder with `ecom-lab init`.'
        : 'Create a workspace there with `ecom-lab init`, or give the folder of your workspace with --dir.',
  }),
  'other-course': ({ dir, course, wanted }) => ({
    message: `The workspace ${dir} belongs to the course "${course}", not to "${wanted}".`,
    hint: 'Give that course with --course, or another folder with --dir.',
  }),
  'workspace-newer': ({ dir }) => ({
    message: `The workspace ${dir} was created by a newer ecom-lab.`,
    hint: NEWER,
  }),
  'workspace-unreadable': ({ file, fault }) => ({
    message: `${file} cannot be read: ${markerReason(fault)}.`,
    hint: 'Your own files are untouched. Create a new workspace in another folder with `ecom-lab init`, and copy them there.',
  }),
  'folder-not-runnable': ({ dir }) => ({
    message: `Node cannot run programs in ${dir}: the path has a backslash.`,
    hint: 'Rename the folder, or work in another one with --dir.',
  }),
  'progress-newer': ({ dir }) => ({
    message: `The progress in ${dir} was written by a newer ecom-lab.`,
    hint: NEWER,
  }),
  'npm-failed': ({ name, dir, failure }) => ({
    message: `npm could not install ${name}: ${npmReason(failure)}.`,
    hint: `Run \`npm install ${name}\` in ${dir} yourself to see all of its output.`,
  }),
  'package-json-broken': () => ({
    message: 'package.json is not a valid JSON object.',
    hint: 'Fix it in your editor, or start the step over to get it back.',
  }),
  'file-not-editable': ({ file }) => ({
    message: `${file} cannot be edited here.`,
    hint: 'Name a file of the workspace by its path in it. Hidden files and packages are left alone.',
  }),
  'file-conflict': ({ file }) => ({
    message: `${file} has changed since it was read, so it was not saved.`,
    hint: 'Read it again and compare it with your text, then save.',
  }),
  'file-missing': ({ file }) => ({
    message: `${file} is not in the workspace.`,
    hint: 'Start the step over to get it back.',
  }),
  'scrape-config-broken': ({ line, problem }) => ({
    message: `Line ${line}: ${scrapeFileProblem(problem)}`,
    hint: 'Fix that line, or start the step over to get the file back.',
  }),
  'course-file-missing': ({ file }) => ({
    message: `The course file ${file} no longer exists.`,
    hint: 'Install the course again.',
  }),
} satisfies ErrorEntries<WorkspaceErrors>;
