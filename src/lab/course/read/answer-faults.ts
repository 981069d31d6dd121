// Faults of an answer check: each form of an answer needs its own keys.
import type { CheckSpecOf } from '../../model/schema.ts';
import type { AnswerNeed, DiagnosticFact } from '../facts/diagnostics.ts';
import type { DataPath } from './yaml-source.ts';

/** A fault at a path of the front matter. */
export interface PathFault {
  readonly path: DataPath;
  readonly fact: DiagnosticFact;
}

/** What is missing or contradicts itself in one answer check. */
export function answerFaults(check: CheckSpecOf<'answer'>, path: DataPath): readonly PathFault[] {
  switch (check.form) {
    case 'number':
      return numberFaults(check, path);
    case 'labels':
      return [
        ...(check.query === undefined ? [incomplete(path, 'labels', 'query')] : []),
        ...((check.labels ?? []).length === 0 ? [incomplete(path, 'labels', 'labels')] : []),
      ];
    case 'choice':
      return choiceFaults(check, path);
    default:
      return [];
  }
}

const incomplete = (path: DataPath, form: 'number' | 'labels' | 'choice', needs: AnswerNeed): PathFault => ({
  path: [...path, 'form'],
  fact: { kind: 'incomplete-answer', form, needs },
});

function numberFaults(check: CheckSpecOf<'answer'>, path: DataPath): readonly PathFault[] {
  const ways = [check.value, check.metric, check.query].filter((way) => way !== undefined);
  if (ways.length !== 1) return [incomplete(path, 'number', 'one-of-three')];
  return check.metric !== undefined && check.port === undefined ? [incomplete(path, 'number', 'port')] : [];
}

function choiceFaults(check: CheckSpecOf<'answer'>, path: DataPath): readonly PathFault[] {
  const faults: PathFault[] = [];
  const ids = (check.choices ?? []).map(({ id }) => id);
  if (ids.length === 0) faults.push(incomplete(path, 'choice', 'choices'));
  if (check.correct === undefined) faults.push(incomplete(path, 'choice', 'correct'));
  else if (ids.length > 0 && !ids.includes(check.correct)) {
    faults.push({ path: [...path, 'correct'], fact: { kind: 'unknown-choice', id: check.correct } });
  }
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) === index) continue;
    faults.push({ path: [...path, 'choices', index, 'id'], fact: { kind: 'duplicate-id/choice', id } });
  }
  return faults;
}
