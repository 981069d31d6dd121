// What the folder of a new step is called, in the manner of the course's other step folders.

const NUMBERED = /^(\d+)([a-z]?)-/;

/**
 * The folder, relative to the course. In a numbered course a step at the end gets the next number; one between two
 * others gets the number of the one before and a letter, so that no other folder has to be renamed.
 */
export function stepFolderFor(id: string, folders: readonly string[], afterIndex: number): string {
  const before = folders[afterIndex] ?? folders.at(-1) ?? '';
  const parent = before.includes('/') ? before.slice(0, before.lastIndexOf('/') + 1) : '';
  const match = NUMBERED.exec(before.slice(parent.length));
  if (match === null) return `${parent}${id}`;
  const [, number = '0', letter = ''] = match;
  const next = NUMBERED.exec(folders[afterIndex + 1]?.slice(parent.length) ?? '');
  const following = String(Number(number) + 1).padStart(number.length, '0');
  const isFree = next === null || Number(next[1]) > Number(following);
  if (isFree) return `${parent}${following}-${id}`;
  return `${parent}${number}${letterAfter(letter)}-${id}`;
}

const letterAfter = (letter: string): string =>
  letter === '' ? 'b' : String.fromCodePoint((letter.codePointAt(0) ?? 0) + 1);
