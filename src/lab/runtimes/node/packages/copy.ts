// Copies a package with all that it depends on, for a folder that cannot hold links. A link needs no more than itself:
// Node looks for dependencies from where the link leads. A copy has to bring its own.
import { copyFile, mkdir, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { readRegularText } from '../../../../files/index.ts';
import { isObject, parseJsonObject } from '../../../../json.ts';

/**
 * Copies the package in `source` to `place`, which must not exist, and its dependencies into `place/node_modules`.
 * `resolve` finds the folder of a package as seen from another one; a dependency that it does not find is left out, as
 * npm leaves out optional ones.
 */
export async function copyPackage(
  source: string,
  place: string,
  resolve: (name: string, from: string) => Promise<string | undefined>,
): Promise<void> {
  /** Folder of a copy -> the folder that it was copied from. */
  const copies = new Map<string, string>();

  /** What Node would find for a package from the copy in `from`: the nearest one up to `place`. */
  const visibleFrom = (from: string, name: string): string | undefined => {
    for (let dir = from; ; dir = path.dirname(dir)) {
      const found = copies.get(path.join(dir, 'node_modules', name));
      if (found !== undefined || dir === place) return found;
    }
  };

  const add = async (original: string, copy: string): Promise<void> => {
    copies.set(copy, original);
    await copyFolder(original, copy);
    for (const name of await dependenciesOf(original)) {
      const found = await resolve(name, original);
      const dependency = found === undefined ? undefined : await realpath(found);
      if (dependency === undefined || visibleFrom(copy, name) === dependency) continue;
      const shared = path.join(place, 'node_modules', name);
      // Another version is there already: this one goes below the package that needs it.
      await add(dependency, copies.has(shared) ? path.join(copy, 'node_modules', name) : shared);
    }
  };
  await add(await realpath(source), place);
}

async function dependenciesOf(dir: string): Promise<readonly string[]> {
  const manifest = parseJsonObject(await readRegularText(path.join(dir, 'package.json')));
  const names = ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((field) => {
    const listed = manifest?.[field];
    return isObject(listed) ? Object.keys(listed) : [];
  });
  return [...new Set(names)];
}

/** Files and folders of the package itself; npm publishes no links. */
async function copyFolder(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  const entries = await readdir(from, { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
      if (entry.isFile()) await copyFile(source, target);
      else if (entry.isDirectory() && entry.name !== 'node_modules') await copyFolder(source, target);
    }),
  );
}
