// A text file as the learner's editor left it: its text with plain line ends, and what to keep when it is written again.
import { isUtf16 } from '../../model/encoding.ts';
import { sharedError } from '../../model/shared-errors.ts';
import { readIfThere } from './bytes.ts';

export interface TextFile {
  /** Without a byte order mark, lines ended by `\n`. */
  readonly text: string;
  readonly hasBom: boolean;
  /** The line end of most lines. */
  readonly lineEnd: '\n' | '\r\n';
}

const BOM = '\ufeff';

/** Reads a text file; undefined if there is none. Rejects with a LabError where it is no regular file, too large or not UTF-8. */
export async function readTextFile(file: string): Promise<TextFile | undefined> {
  const bytes = await readIfThere(file);
  return bytes && decodeText(bytes, file);
}

/** Bytes as a text file. Throws a LabError where they are not UTF-8. */
export function decodeText(bytes: Uint8Array, file: string): TextFile {
  if (isUtf16(bytes)) throw sharedError('not-utf8/utf-16', { file });
  let raw: string;
  try {
    raw = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw sharedError('not-utf8/invalid', { file }, cause);
  }
  const hasBom = raw.startsWith(BOM);
  const text = hasBom ? raw.slice(1) : raw;
  const crlf = text.split('\r\n').length - 1;
  const all = text.split('\n').length - 1;
  return { text: text.replaceAll('\r\n', '\n'), hasBom, lineEnd: crlf * 2 > all ? '\r\n' : '\n' };
}

/** New text in the old file's manner: its line ends and byte order mark. */
export function encodeLike(existing: TextFile | undefined, text: string): string {
  if (existing === undefined) return text;
  const lines = existing.lineEnd === '\r\n' ? text.replaceAll(/\r?\n/g, '\r\n') : text;
  return existing.hasBom ? BOM + lines : lines;
}
