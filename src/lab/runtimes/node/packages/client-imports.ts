// The course's programs import one client; a workspace may have its successor instead.
import { successorOf } from './successors.ts';
import { PACKAGE_FILE } from '../../../model/file-state.ts';
import { isObject, parseJsonObject } from '../../../../json.ts';
import { readWorkspaceFile } from '../../../workspace/files/read.ts';
import type { Workspace } from '../../../workspace/files/place.ts';

/**
 * The texts with the names of packages replaced by those of their successors, where package.json lists the successor
 * and does not list the package.
 */
export async function withInstalledClient(
  workspace: Workspace,
  packages: readonly string[],
  files: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const manifest = parseJsonObject((await readWorkspaceFile(workspace, PACKAGE_FILE)) ?? '');
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
