// Finds files by a pattern with `*`, `?` and `[a-z]`, each within one part of a path, as Go's filepath.Glob does for
// Prometheus. The lab and the embedded Prometheus share it; it imports neither. https://pkg.go.dev/path/filepath#Match
import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, parse, sep } from 'node:path';

/** What fits one character; `*` fits any number of them. */
type Part = '*' | ((character: string) => boolean);

/**
 * The files that fit a pattern, in order; none where a folder cannot be read. A relative pattern starts at `baseDir`,
 * which is taken as it is.
 * @throws SyntaxError for a malformed pattern: one with a bracket that is not closed
 */
export async function findFiles(pattern: string, baseDir: string): Promise<readonly string[]> {
  const root = isAbsolute(pattern) ? parse(pattern).root : '';
  const names = pattern
    .slice(root.length)
    .split(sep === '\\' ? /[\\/]/ : '/')
    .filter((name) => name !== '');
  let found: readonly string[] = [root === '' ? baseDir : root];
  for (const name of names) {
    if (!/[*?[]/.test(name)) {
      found = found.map((dir) => join(dir, name));
      continue;
    }
    const parts = parsePattern(name);
    const lists = await Promise.all(found.map((dir) => matchingIn(dir, parts)));
    found = lists.flat();
  }
  const isThere = await Promise.all(found.map(exists));
  return found.filter((_file, index) => isThere[index]);
}

async function matchingIn(dir: string, parts: readonly Part[]): Promise<readonly string[]> {
  // A folder that is not there or may not be read has no files, as in Go.
  const names = await readdir(dir).catch(() => []);
  return names
    .filter((name) => fits(Array.from(name), parts))
    .toSorted()
    .map((name) => join(dir, name));
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

function parsePattern(text: string): readonly Part[] {
  const pieces = text.match(/\[\^?[^\]]+\]|[^]/gu) ?? [];
  return pieces.map((piece): Part => {
    if (piece === '*') return '*';
    if (piece === '?') return () => true;
    if (piece === '[') throw new SyntaxError('syntax error in pattern');
    if (!piece.startsWith('[')) return (character) => character === piece;
    const isNegated = piece.startsWith('[^');
    const ranges = piece.slice(isNegated ? 2 : 1, -1).match(/[^]-[^]|[^]/gu) ?? [];
    return (character) =>
      ranges.some((range) => {
        const [low = '', , high = low] = range;
        return character >= low && character <= high;
      }) !== isNegated;
  });
}

/** In the length of the name times that of the pattern, however many stars it has. */
function fits(name: readonly string[], parts: readonly Part[]): boolean {
  let at = 0;
  let part = 0;
  /** The last star, and how far it reaches. */
  let star = -1;
  let reached = 0;
  while (at < name.length) {
    const wanted = parts[part];
    if (wanted === '*') {
      star = part;
      reached = at;
      part += 1;
    } else if (wanted?.(name[at] ?? '') === true) {
      at += 1;
      part += 1;
    } else if (star !== -1) {
      reached += 1;
      at = reached;
      part = star + 1;
    } else {
      return false;
    }
  }
  return parts.slice(part).every((rest) => rest === '*');
}
