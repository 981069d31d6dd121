// Finds files by a pattern with `*`, `?` and `[a-z]`, each within one part of a path, as Go's filepath.Glob does for
// Prometheus. The lab and the embedded Prometheus share it; it imports neither. https://pkg.go.dev/path/filepath#Match
import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, parse, sep } from 'node:path';

/** On Windows a backslash is part of the path, as in Go. */
const HAS_ESCAPES = sep !== '\\';

/** What fits one character; `*` fits any number of them. */
type Part = '*' | ((character: string) => boolean);

/**
 * The files that match a pattern, in order; none if a folder cannot be read. A relative pattern starts at `baseDir`,
 * which is taken as it is.
 * @throws SyntaxError for a malformed pattern: see {@link isPattern}
 */
export async function findFiles(pattern: string, baseDir: string): Promise<readonly string[]> {
  const root = isAbsolute(pattern) ? parse(pattern).root : '';
  const names = pattern
    .slice(root.length)
    .split(sep === '\\' ? /[\\/]/ : '/')
    .filter((name) => name !== '');
  let found: readonly string[] = [root === '' ? baseDir : root];
  for (const name of names) {
    if (!(HAS_ESCAPES ? /[*?[\\]/ : /[*?[]/).test(name)) {
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

/** Whether a pattern is well formed: brackets are closed and not empty, and a character follows each backslash. */
export function isPattern(pattern: string): boolean {
  try {
    parsePattern(pattern);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

function parsePattern(text: string): readonly Part[] {
  const rest = Array.from(text);
  const parts: Part[] = [];
  for (let character = rest.shift(); character !== undefined; character = rest.shift()) {
    if (character === '*') parts.push('*');
    else if (character === '?') parts.push(() => true);
    else if (character === '[') parts.push(parseClass(rest));
    else {
      const wanted = character === '\\' && HAS_ESCAPES ? (rest.shift() ?? malformed()) : character;
      parts.push((one) => one === wanted);
    }
  }
  return parts;
}

/** The text between brackets; removes it from `rest`, including the closing one. */
function parseClass(rest: string[]): Part {
  const isNegated = rest[0] === '^';
  if (isNegated) rest.shift();
  const ranges: (readonly [low: string, high: string])[] = [];
  while (ranges.length === 0 || rest[0] !== ']') {
    const low = classEnd(rest);
    if (rest[0] !== '-') {
      ranges.push([low, low]);
      continue;
    }
    rest.shift();
    ranges.push([low, classEnd(rest)]);
  }
  rest.shift();
  return (one) => ranges.some(([low, high]) => one >= low && one <= high) !== isNegated;
}

/** One end of a range, or a single character. */
function classEnd(rest: string[]): string {
  const character = rest.shift();
  if (character === undefined || character === '-' || character === ']') return malformed();
  return character === '\\' && HAS_ESCAPES ? (rest.shift() ?? malformed()) : character;
}

function malformed(): never {
  throw new SyntaxError('syntax error in pattern');
}

/** Takes time proportional to the length of the name times that of the pattern, however many asterisks it has. */
function fits(name: readonly string[], parts: readonly Part[]): boolean {
  let at = 0;
  let part = 0;
  /** The last asterisk, and how far it matches. */
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
