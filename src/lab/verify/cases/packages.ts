// The packages that a case brings beside those of its step: what its own manifest lists.
import type { Packages } from '../../runtimes/contract/packages.ts';
import type { VerifyCase } from './model.ts';

/** The packages in the manifest of a case; none where it brings no such file, or one that cannot be read. */
export function packagesOf(one: VerifyCase, packages: Packages): readonly string[] {
  const text = 'texts' in one ? one.texts.get(packages.manifestFile) : undefined;
  const read = text === undefined ? undefined : packages.parseManifest(text);
  return read !== undefined && 'manifest' in read ? read.manifest.dependencies : [];
}

/** The cases whose programs import no package of their own that the lab has no copy of, and those packages. */
export async function withoutMissingPackages(
  cases: readonly VerifyCase[],
  packages: Packages,
): Promise<{ readonly cases: readonly VerifyCase[]; readonly missing: readonly string[] }> {
  const missing = new Set<string>();
  for (const name of new Set(cases.flatMap((one) => packagesOf(one, packages))))
    if ((await packages.labCopyOf(name)) === undefined) missing.add(name);
  const isImported = (one: VerifyCase, name: string): boolean =>
    'texts' in one &&
    [...one.texts].some(([file, text]) => file !== packages.manifestFile && packages.imports(text, name));
  const needed = (one: VerifyCase): readonly string[] =>
    packagesOf(one, packages).filter((name) => missing.has(name) && isImported(one, name));
  return {
    cases: cases.filter((one) => needed(one).length === 0),
    missing: [...new Set(cases.flatMap(needed))],
  };
}
