// Parts of a step that new-step has left to its author.
import { TODO_MARK, unfinishedPlaces } from '../read/unfinished.ts';
import type { LintRule } from './input.ts';

/** Warns of each mark that is left in a step file. `verify` refuses such a step. */
export const unfinished: LintRule = ({ texts }) =>
  texts.flatMap(({ text, yaml }) =>
    unfinishedPlaces(text).map((offset) =>
      yaml.atOffset(offset, TODO_MARK.length, 'warning', { kind: 'unfinished' }),
    ),
  );
