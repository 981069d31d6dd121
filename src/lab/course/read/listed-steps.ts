// The step folders that course.yaml names: in one list, or in the lists of its parts.
import type { DataPath } from './yaml-source.ts';
import { isObject } from '../../../json.ts';
import { MAX_STEPS } from '../../model/schema/course.ts';

export interface ListedStep {
  readonly folder: string;
  /** Where course.yaml names it. */
  readonly path: DataPath;
  /** Index of its part; 0 in a course without parts. */
  readonly part: number;
}

/** All of them in order, at most one more than {@link MAX_STEPS}, also where the rest of the data is wrong. */
export function listedSteps(data: unknown): readonly ListedStep[] {
  if (!isObject(data)) return [];
  const { steps, parts } = data;
  const listed = Array.isArray(steps)
    ? foldersIn(steps, ['steps'], 0)
    : Array.isArray(parts)
      ? parts.flatMap((part: unknown, index) =>
          isObject(part) && Array.isArray(part['steps'])
            ? foldersIn(part['steps'], ['parts', index, 'steps'], index)
            : [],
        )
      : [];
  return listed.slice(0, MAX_STEPS + 1);
}

const foldersIn = (list: readonly unknown[], path: DataPath, part: number): readonly ListedStep[] =>
  list.flatMap((folder, index) =>
    typeof folder === 'string' ? [{ folder, path: [...path, index], part }] : [],
  );
