// A case as the difference to the step's solution: a unified diff that applies without fuzz. Pure.
import type { PatchFact } from '../facts/diagnostics.ts';

/** Why a patch gives no program. */
export interface PatchFault {
  readonly fact: PatchFact;
  /** 1-based, in the patch. */
  readonly line: number;
}

export type Patched = { readonly files: ReadonlyMap<string, string> } | { readonly fault: PatchFault };

/** Gives the text of a file that the solution leaves, undefined where it leaves none, or why it cannot be patched. */
export type ReadBase = (
  file: string,
) => Promise<{ readonly text: string | undefined } | { readonly why: PatchFact }>;

const NEW_FILE = '/dev/null';
const nameOf = (name: string): string => name.replace(/^[ab]\//, '');
const linesOf = (patch: string, start: string): readonly number[] =>
  patch.split('\n').flatMap((line, index) => (line.startsWith(start) ? [index + 1] : []));

/** Applies a patch. What stands before its first `---` is not looked at. */
export async function applyCasePatch(patch: string, readBase: ReadBase): Promise<Patched> {
  const { applyPatch, parsePatch } = await import('diff');
  const fileLines = linesOf(patch, '--- ');
  const hunkLines = linesOf(patch, '@@ ');
  const [first = 1] = fileLines;
  let parsed: ReturnType<typeof parsePatch>;
  try {
    parsed = parsePatch(
      patch
        .split('\n')
        .slice(first - 1)
        .join('\n'),
    );
  } catch (error) {
    const line = Number(/line (\d+)/.exec(String(error))?.[1] ?? 0) + first;
    const said = error instanceof Error ? error.message : String(error);
    return { fault: { fact: { kind: 'case-patch/no-diff', said }, line } };
  }
  if (fileLines.length === 0 || hunkLines.length === 0)
    return { fault: { fact: { kind: 'case-patch/empty' }, line: 1 } };
  const files = new Map<string, string>();
  let hunksBefore = 0;
  for (const [index, one] of parsed.entries()) {
    const line = fileLines[index] ?? 1;
    const file = nameOf(one.newFileName ?? '');
    if (file === '' || file === NEW_FILE) return { fault: { fact: { kind: 'case-patch/nameless' }, line } };
    const base = one.oldFileName === NEW_FILE ? { text: '' } : await readBase(nameOf(one.oldFileName ?? ''));
    if ('why' in base) return { fault: { fact: base.why, line } };
    if (base.text === undefined) {
      const fact = { kind: 'case-patch/base-missing', file: nameOf(one.oldFileName ?? '') } as const;
      return { fault: { fact, line } };
    }
    const { text } = base;
    const applied = (hunks: typeof one.hunks): string | false =>
      applyPatch(text, { ...one, hunks }, { fuzzFactor: 0, autoConvertLineEndings: false });
    const broken = one.hunks.findIndex((_, at) => applied(one.hunks.slice(0, at + 1)) === false);
    if (broken !== -1) {
      const at = hunkLines[hunksBefore + broken] ?? line;
      return { fault: { fact: { kind: 'case-patch/differs', file }, line: at } };
    }
    files.set(file, applied(one.hunks) || '');
    hunksBefore += one.hunks.length;
  }
  return { files };
}

/** The patch that makes the files from those of the solution; `base` has no text for a new file. */
export async function makeCasePatch(
  files: ReadonlyMap<string, string>,
  base: ReadonlyMap<string, string>,
): Promise<string> {
  const { structuredPatch, formatPatch } = await import('diff');
  return [...files]
    .filter(([file, text]) => base.get(file) !== text)
    .map(([file, text]) => {
      const from = base.get(file);
      const patch = structuredPatch(from === undefined ? NEW_FILE : file, file, from ?? '', text, '', '', {
        context: CONTEXT_LINES,
      });
      return formatPatch(patch).replace(/^(?:Index: .*\n)?={3,}\n/, '');
    })
    .join('');
}

/** Enough to find the place again, and to read it. */
const CONTEXT_LINES = 1;
