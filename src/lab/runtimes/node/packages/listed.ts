// What a package.json says of dependencies.
import { join } from 'node:path';
import { readRegularText } from '../../../../files/index.ts';
import type { Manifest, ManifestProblem } from '../../contract/packages.ts';

/** The names a package.json lists, or why it cannot be read. */
export function parseManifest(
  text: string,
): { readonly manifest: Manifest } | { readonly problem: ManifestProblem } {
  let value: unknown;
  try {
    // Editors of some systems begin a file with a byte order mark; npm takes it too.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { problem: text.trim() === '' ? 'empty' : withPlace(text, String(error)) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: 'not-an-object' };
  const names = (key: string): string[] => {
    const list: unknown = Reflect.get(value, key);
    return typeof list === 'object' && list !== null ? Object.keys(list) : [];
  };
  const manifest = {
    name: String(Reflect.get(value, 'name')),
    hasWorkspaces: Reflect.get(value, 'workspaces') !== undefined,
    dependencies: [...names('dependencies'), ...names('optionalDependencies')],
    devDependencies: names('devDependencies'),
    peerDependencies: names('peerDependencies'),
  };
  return { manifest };
}

/** The parser's words, with the line in place of the position, which no one can count. */
function withPlace(text: string, error: string): Exclude<ManifestProblem, string> {
  const [, said = error, position] =
    /^(?:SyntaxError: )?(.*?)(?: in JSON at position (\d+).*)?$/s.exec(error) ?? [];
  if (position === undefined) return { said, place: undefined };
  const before = text.slice(0, Number(position)).split('\n');
  return { said, place: { line: before.length, column: (before.at(-1) ?? '').length + 1 } };
}

/** The package.json of a folder; undefined if there is none that can be read. */
export async function manifestOf(dir: string): Promise<Manifest | undefined> {
  const text = await readRegularText(join(dir, 'package.json')).catch(() => undefined);
  const read = text === undefined ? undefined : parseManifest(text);
  return read !== undefined && 'manifest' in read ? read.manifest : undefined;
}
