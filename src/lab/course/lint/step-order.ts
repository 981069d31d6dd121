// Names and order of step folders: what a folder listing shows must be what a learner meets.
import type { Diagnostic } from '../read/diagnostic.ts';
import { listedSteps } from '../read/listed-steps.ts';
import type { LintRule } from './input.ts';

/** Numbered folders out of order, and folders that are not named after their step. */
export const stepOrder: LintRule = ({ yaml, spec, steps }) => {
  const found: Diagnostic[] = [];
  let last: FolderNumber | undefined;
  for (const { folder, path } of listedSteps(spec)) {
    const number = folderNumber(folder);
    if (number === undefined) continue;
    if (last !== undefined && !isAfter(number, last)) {
      const fact = { kind: 'step-order', folder, last: `${last.number}${last.letter}` } as const;
      found.push(yaml.at(path, 'value', 'warning', fact));
    }
    last = number;
  }
  for (const { folder, spec: step, yaml: source } of steps) {
    const name = (folder.split('/').at(-1) ?? '').replace(FOLDER_NUMBER, '');
    if (name === step.id) continue;
    found.push(source.at(['id'], 'value', 'warning', { kind: 'folder-name', id: step.id, folder }));
  }
  return found;
};

/** `03` of `03-count`, and `03b` of a step that was put behind it later. */
const FOLDER_NUMBER = /^(\d+)([a-z]?)-/;

interface FolderNumber {
  readonly number: number;
  readonly letter: string;
}

function folderNumber(folder: string): FolderNumber | undefined {
  const match = FOLDER_NUMBER.exec(folder.split('/').at(-1) ?? '');
  return match === null ? undefined : { number: Number(match[1]), letter: match[2] ?? '' };
}

const isAfter = (a: FolderNumber, b: FolderNumber) =>
  a.number > b.number || (a.number === b.number && a.letter > b.letter);
