// The course's programs import one client; a workspace may have its successor instead.
import { successorOf } from './successors.ts';
import { isObject, parseJsonObject } from '../../../../json.ts';

/**
 * The texts with the names of packages replaced by those of their successors, where package.json lists the successor
 * and does not list the package.
 */
export function withSuccessors(
  manifestText: string,
  packages: readonly string[],
  files: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const manifest = parseJsonObject(manifestText);
  const listed = isObject(manifest?.['dependencies']) ? manifest['dependencies'] : {};
  const replaced = new Map(files);
  for (const name of packages) {
    const successor = successorOf(name);
    if (successor === undefined || Object.hasOwn(listed, name) || !Object.hasOwn(listed, successor)) continue;
    for (const [file, text] of replaced) {
      replaced.set(
        file,
        text.replaceAll(`'${name}'`, `'${successor}'`).replaceAll(`"${name}"`, `"${successor}"`),
      );
    }
  }
  return replaced;
}

/** Whether a program names a package in quotes, as imports do. */
export const importsPackage = (text: string, name: string): boolean =>
  text.includes(`'${name}'`) || text.includes(`"${name}"`);
