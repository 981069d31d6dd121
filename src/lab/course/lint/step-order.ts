// Names and order of step folders: what a folder listing shows must be what a learner meets.
import type { Diagnostic } from '../diagnostic.ts';
import type { LintRule } from './lint-input.ts';

/** Numbered folders out of order, and folders that are not named after their step. */
export const stepOrder: LintRule = ({ yaml, spec, steps }) => {
  const found: Diagnostic[] = [];
  let last = -1;
  for (const [index, folder] of spec.steps.entries()) {
    const number = Number(/^(\d+)-/.exec(folder.split('/').at(-1) ?? '')?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) continue;
    if (number <= last) {
      const message = `${folder} comes after a folder with the number ${last}: number the folders in the order of the list.`;
      found.push(yaml.at(['steps', index], 'value', 'warning', 'step-order', message));
    }
    last = number;
  }
  for (const { folder, spec: step, yaml: source } of steps) {
    const name = (folder.split('/').at(-1) ?? '').replace(/^\d+-/, '');
    if (name === step.id) continue;
    const message = `The id is \`${step.id}\`, and the folder is named ${folder}.`;
    found.push(source.at(['id'], 'value', 'warning', 'folder-name', message));
  }
  return found;
};
