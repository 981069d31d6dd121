// The marker that new-step leaves wherever an author still has to write something.

/** Stands in front of what is still to be written. */
export const TODO_MARK = 'TODO:';

/** Where a text is still to be filled in: offsets of each mark. */
export function unfinishedPlaces(text: string): readonly number[] {
  return [...text.matchAll(/\bTODO:/g)].map(({ index }) => index);
}
