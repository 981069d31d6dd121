// Edits the text of a package.json as npm would: dependencies in order, the file's own indentation kept.
import { workspaceError } from '../../../workspace/contract/errors.ts';
import { isObject, parseJsonObject } from '../../../../json.ts';
import type { JsonObject } from '../../../../json.ts';

/** The text with a dependency (not a dev one) added or replaced. Throws a LabError where it is not a package.json. */
export function withDependency(text: string, name: string, range: string): string {
  const manifest = parseManifest(text);
  const dependencies = { ...recordAt(manifest, 'dependencies'), [name]: range };
  const devDependencies = recordAt(manifest, 'devDependencies');
  const sorted = Object.fromEntries(
    Object.entries(dependencies).toSorted(([a], [b]) => a.localeCompare(b, 'en')),
  );
  const next: Record<string, unknown> = { ...manifest, dependencies: sorted };
  if (Object.hasOwn(devDependencies, name)) {
    const { [name]: _moved, ...rest } = devDependencies;
    if (Object.keys(rest).length > 0) next['devDependencies'] = rest;
    else delete next['devDependencies'];
  }
  const end = text === '' || text.endsWith('\n') ? '\n' : '';
  return `${JSON.stringify(next, undefined, indentOf(text))}${end}`;
}

function parseManifest(text: string): JsonObject {
  if (text.trim() === '') return {};
  const manifest = parseJsonObject(text);
  if (manifest !== undefined) return manifest;
  throw workspaceError('package-json-broken', {});
}

function recordAt(manifest: Readonly<Record<string, unknown>>, key: string): JsonObject {
  const value = manifest[key];
  return isObject(value) ? value : {};
}

const indentOf = (text: string) => /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
