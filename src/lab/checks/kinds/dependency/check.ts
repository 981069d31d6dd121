// Check kind dependency: the package is listed by the workspace's own manifest, as something the app needs
// while it runs, and there is a usable copy in the workspace. Any package manager, any version.
import { dirname, join } from 'node:path';
import type { CheckContext } from '../../contract/context.ts';
import type { CheckRunner } from '../../contract/definition.ts';
import type { Fail, Pass } from '../../../model/verdict.ts';
import type { Installed, Manifest, Packages } from '../../../runtimes/contract/packages.ts';
import { closestWord, plainWord } from '../../facts/similarity.ts';
import { failed, passed, type DependencyPasses } from './facts.ts';
import type { DependencySpec } from './spec.ts';

/** Judges whether the package, or its successor, is installed where the app finds it. */
export const checkDependency: CheckRunner<DependencySpec> = async (spec, context) => {
  const read = await readManifest(context);
  if ('fault' in read) return read.fault;
  const { manifest } = read;
  const { packages } = context.runtime;
  const successor = packages.successorOf(spec.package);
  const names = successor === undefined ? [spec.package] : [spec.package, successor];
  const faults: Fail[] = [];
  for (const name of names) {
    const found = await judgeCopy(name, manifest, context, successor);
    if (found?.status === 'pass') return found;
    if (found !== undefined) faults.push(found);
  }
  const { dependencies, devDependencies } = manifest;
  const [fault] = faults;
  return (
    fault ??
    findSimilar(names, [...dependencies, ...devDependencies]) ??
    (await findElsewhere(context, names)) ??
    failed('package-not-installed', { name: spec.package, listed: dependencies })
  );
};

/** What there is of one package in the workspace; undefined where there is nothing of it. */
async function judgeCopy(
  name: string,
  { dependencies, devDependencies, peerDependencies }: Manifest,
  { workspaceDir, runtime: { packages } }: CheckContext,
  successor: string | undefined,
): Promise<Pass | Fail | undefined> {
  const isListed = dependencies.includes(name);
  const installed =
    (await packages.installedIn(workspaceDir, name)) ??
    (isListed ? await packages.installedAbove(workspaceDir, name) : undefined);

  // npm can install the successor under the name that programs already import.
  if (installed !== undefined && installed.name !== name && installed.name !== successor)
    return failed('package-under-other-name', { name, found: installed.name });
  if (isListed && installed !== undefined)
    return tooOld(installed, packages) ?? passed('package-installed', withNode(installed, packages));
  if (isListed) return failed('package-only-listed', { name });
  if (devDependencies.includes(name)) return failed('package-for-development', { name });
  if (installed === undefined) return undefined;
  return failed('package-only-installed', { name, isPeer: peerDependencies.includes(name) });
}

function tooOld({ name, version }: Installed, packages: Packages): Fail | undefined {
  const oldest = packages.oldestMajorOf(name);
  if (oldest === undefined || version === undefined) return undefined;
  return Number.parseInt(version, 10) < oldest
    ? failed('package-outdated', { name, version, oldest })
    : undefined;
}

/** Also what the package asks of a newer Node. */
function withNode({ name, version }: Installed, packages: Packages): DependencyPasses['package-installed'] {
  return { name, version, newerNode: packages.newerVersionFor(name) };
}

async function readManifest(
  context: CheckContext,
): Promise<{ readonly manifest: Manifest } | { readonly fault: Fail }> {
  const { packages } = context.runtime;
  const text = await context.readFile(packages.manifestFile);
  if (text === undefined) return { fault: failed('package-json-not-there', {}) };
  const read = packages.parseManifest(text);
  if ('manifest' in read) return read;
  switch (read.problem) {
    case 'empty':
      return { fault: failed('package-json-empty', {}) };
    case 'not-an-object':
      return { fault: failed('package-json-not-an-object', {}) };
    default:
      return { fault: failed('package-json-unreadable', read.problem) };
  }
}

/** What the first word of a package's name is short for. */
const fullWords: Readonly<Record<string, string>> = { prom: 'prometheus' };

function findSimilar(names: readonly string[], listed: readonly string[]): Fail | undefined {
  for (const name of names) {
    const similar = similarTo(name, listed);
    if (similar !== undefined) return failed('package-of-similar-name', { name, found: similar });
  }
  return undefined;
}

function similarTo(name: string, listed: readonly string[]): string | undefined {
  const unscoped = name.split('/').at(-1);
  const [first = ''] = name.split('-');
  const stems = [first, fullWords[first]];
  return (
    closestWord(name, listed) ??
    listed.find((other) => other === unscoped || plainWord(other).includes(plainWord(name))) ??
    listed.find((other) => other.split(/[^a-z0-9]+/i).some((word) => stems.includes(word.toLowerCase())))
  );
}

/** A folder above the workspace whose manifest lists the package: it was installed there. */
async function findElsewhere(
  { workspaceDir, runtime: { packages } }: CheckContext,
  names: readonly string[],
): Promise<Fail | undefined> {
  for (let dir = dirname(workspaceDir), last = workspaceDir; dir !== last; last = dir, dir = dirname(dir)) {
    const manifest = await packages.manifestOf(dir);
    const listed = manifest === undefined ? [] : [...manifest.dependencies, ...manifest.devDependencies];
    const name = names.find((one) => listed.includes(one));
    if (manifest === undefined || name === undefined) continue;
    // A workspace inside a copy of the lab: that the lab has the package is no slip of the learner.
    if (manifest.name === 'ecom-lab') continue;
    const file = {
      wanted: join(workspaceDir, packages.manifestFile),
      found: join(dir, packages.manifestFile),
    };
    return failed('package-installed-above', { name, dir, file });
  }
  return undefined;
}
