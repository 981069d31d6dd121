// Unified diffs between two sets of files. Pure.

export interface FileDiff {
  readonly file: string;
  /** Unified diff with three lines of context, from `---` on. */
  readonly patch: string;
  readonly added: number;
  readonly removed: number;
}

/** The differences from one set of files to another, files without one left out; undefined means absent. */
export async function diffFiles(
  from: ReadonlyMap<string, string | undefined>,
  to: ReadonlyMap<string, string | undefined>,
): Promise<readonly FileDiff[]> {
  // Loaded here because few commands want it.
  const { structuredPatch, formatPatch } = await import('diff');
  const files = [...new Set([...from.keys(), ...to.keys()])].toSorted();
  return files.flatMap((file) => {
    const [before, after] = [from.get(file), to.get(file)];
    if (before === after) return [];
    const names = [
      before === undefined ? '/dev/null' : file,
      after === undefined ? '/dev/null' : file,
    ] as const;
    const patch = structuredPatch(...names, before ?? '', after ?? '', undefined, undefined, { context: 3 });
    const lines = patch.hunks.flatMap((hunk) => hunk.lines);
    const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
    const text = formatPatch(patch).replace(/^(?:Index: .*\n)?=+\n/, '');
    return [{ file, patch: text, added: count('+'), removed: count('-') }];
  });
}
