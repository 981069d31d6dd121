// Faults of an answer check: each form of an answer needs its own keys.
import type { CheckSpecOf } from '../../model/schema.ts';
import type { DataPath } from './yaml-source.ts';

/** A fault at a path of the front matter. */
export interface PathFault {
  readonly path: DataPath;
  readonly code: string;
  readonly message: string;
}

/** What is missing or contradicts itself in one answer check. */
export function answerFaults(check: CheckSpecOf<'answer'>, path: DataPath): readonly PathFault[] {
  switch (check.form) {
    case 'number':
      return numberFaults(check, path);
    case 'labels':
      return [
        ...(check.query === undefined ? [incomplete(path, 'labels', '`query`')] : []),
        ...((check.labels ?? []).length === 0 ? [incomplete(path, 'labels', '`labels`')] : []),
      ];
    case 'choice':
      return choiceFaults(check, path);
    default:
      return [];
  }
}

const incomplete = (path: DataPath, form: string, needs: string): PathFault => ({
  path: [...path, 'form'],
  code: 'incomplete-answer',
  message: `An answer of the form \`${form}\` needs ${needs}.`,
});

function numberFaults(check: CheckSpecOf<'answer'>, path: DataPath): readonly PathFault[] {
  const ways = [check.value, check.metric, check.query].filter((way) => way !== undefined);
  if (ways.length !== 1) return [incomplete(path, 'number', 'exactly one of `value`, `metric` and `query`')];
  return check.metric !== undefined && check.port === undefined
    ? [incomplete(path, 'number', '`port` beside `metric`')]
    : [];
}

function choiceFaults(check: CheckSpecOf<'answer'>, path: DataPath): readonly PathFault[] {
  const faults: PathFault[] = [];
  const ids = (check.choices ?? []).map(({ id }) => id);
  if (ids.length === 0) faults.push(incomplete(path, 'choice', '`choices`'));
  if (check.correct === undefined) faults.push(incomplete(path, 'choice', '`correct`'));
  else if (ids.length > 0 && !ids.includes(check.correct)) {
    const message = `\`correct\` is \`${check.correct}\`, and no choice has that id.`;
    faults.push({ path: [...path, 'correct'], code: 'unknown-choice', message });
  }
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) === index) continue;
    const message = `The id \`${id}\` is taken by another choice.`;
    faults.push({ path: [...path, 'choices', index, 'id'], code: 'duplicate-id', message });
  }
  return faults;
}
