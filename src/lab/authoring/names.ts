// Names that an author types: what an id is made of, and which titles a course can hold.
import { CONTROL_CHARACTERS } from '../course/index.ts';
import type { TitleFault } from './facts/errors.ts';

/** An id made of a text: kebab-case, accents left out; empty where no letter begins it. */
export const kebabOf = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '');

const LONGEST_TITLE = 2_000;

/** Why a title cannot be used; undefined where it can. */
export function findTitleFault(title: string): TitleFault | undefined {
  if (title.trim() === '') return 'empty';
  if (title.length > LONGEST_TITLE) return { longerThan: LONGEST_TITLE };
  return title.search(CONTROL_CHARACTERS) === -1 ? undefined : 'control-characters';
}
