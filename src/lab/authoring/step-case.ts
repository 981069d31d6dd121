// A program that an author has written -> the case of a step that says the same in the fewest lines.
import { makeCasePatch, PATCH_ENDING, readHeader, splitHeader } from '../course/index.ts';
import { authoringError } from './facts/errors.ts';

/** What is written for a case. */
export interface WrittenCase {
  readonly kind: 'mistake' | 'variant';
  /** Relative to the step's folder -> text. */
  readonly files: ReadonlyMap<string, string>;
  readonly isPatch: boolean;
}

const FOLDERS = { mistake: 'mistakes', variant: 'variants' } as const;

const lineCount = (texts: Iterable<string>): number =>
  [...texts].reduce((sum, text) => sum + text.split('\n').length, 0);

/**
 * Plans the files of a case: a patch of the solution where that is shorter, otherwise the program as it is.
 *
 * @param name what it is called, without an ending
 * @param files workspace file -> its text; the first line of one of them is the header
 * @param solution workspace file -> the text that the solution leaves
 */
export async function planCase(
  name: string,
  files: ReadonlyMap<string, string>,
  solution: ReadonlyMap<string, string>,
): Promise<WrittenCase> {
  const header = readHeader([...files.values()]);
  if (header === undefined) throw authoringError('case-header', {});
  const { kind } = header;
  const place = `${FOLDERS[kind]}/${name}`;
  const parts = new Map([...files].map(([file, text]) => [file, splitHeader(text)]));
  const isPlain = [...files.values()].every((text) => !/^\ufeff|\r/.test(text));
  if (isPlain) {
    const bodies = new Map([...parts].map(([file, { body }]) => [file, body]));
    const diff = await makeCasePatch(bodies, solution);
    const patch = `${[...parts.values()].map((part) => part.header).join('')}${diff}`;
    if (diff !== '' && lineCount([patch]) < lineCount(files.values()))
      return { kind, files: new Map([[`${place}${PATCH_ENDING}`, patch]]), isPatch: true };
  }
  const [only] = files;
  if (files.size > 1 || only === undefined)
    return {
      kind,
      files: new Map([...files].map(([file, text]) => [`${place}/${file}`, text])),
      isPatch: false,
    };
  const ending = /\.[^.]+$/.exec(only[0])?.[0] ?? '';
  return { kind, files: new Map([[`${place}${ending}`, only[1]]]), isPatch: false };
}
