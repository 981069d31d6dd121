// The packages that a case brings beside those of its step: what its own package.json lists.
import { labCopyOf } from '../../workspace/index.ts';
import type { VerifyCase } from './model.ts';

const MANIFEST = 'package.json';

/** The packages in the package.json of a case; none where it brings no such file, or one that cannot be read. */
export function packagesOf(one: VerifyCase): readonly string[] {
  const text = 'texts' in one ? one.texts.get(MANIFEST) : undefined;
  try {
    const manifest: unknown = JSON.parse(text ?? '{}');
    const list: unknown = Object(manifest).dependencies;
    return Object.keys(Object(list));
  } catch {
    return [];
  }
}

/** The cases whose programs import no package of their own that the lab has no copy of, and those packages. */
export async function withoutMissingPackages(
  cases: readonly VerifyCase[],
  labModulesDir: string,
): Promise<{ readonly cases: readonly VerifyCase[]; readonly missing: readonly string[] }> {
  const missing = new Set<string>();
  for (const name of new Set(cases.flatMap(packagesOf)))
    if ((await labCopyOf(name, labModulesDir)) === undefined) missing.add(name);
  const needed = (one: VerifyCase): readonly string[] =>
    packagesOf(one).filter((name) => missing.has(name) && isImported(one, name));
  return {
    cases: cases.filter((one) => needed(one).length === 0),
    missing: [...new Set(cases.flatMap(needed))],
  };
}

function isImported(one: VerifyCase, name: string): boolean {
  const programs = 'texts' in one ? [...one.texts].filter(([file]) => file !== MANIFEST) : [];
  return programs.some(([, text]) => text.includes(`'${name}'`) || text.includes(`"${name}"`));
}
