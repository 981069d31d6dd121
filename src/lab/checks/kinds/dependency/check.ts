// Check kind dependency: the package is listed by the workspace's own package.json, as something the app needs
// while it runs, and there is a usable copy in the workspace. Any package manager, any version.
import { dirname, join } from 'node:path';
import type { CheckContext, CheckRunner } from '../../../model/check-context.ts';
import { successorOf } from '../../../model/successors.ts';
import type { Fail, Pass } from '../../../model/verdict.ts';
import { installedAbove, installedIn, type Installed } from './installed-copy.ts';
import { manifestOf, parseManifest, type Manifest } from './package-json.ts';
import { closestWord, plainWord } from '../../facts/similarity.ts';
import { fail, pass } from '../../facts/verdicts.ts';
import { listing } from '../../facts/wording.ts';

/** Package -> the oldest major version that runs on every Node that the lab runs on. */
const oldestMajors: Readonly<Record<string, number>> = { 'prom-client': 11 };
/** Package -> the oldest major version of Node that it says it is made for. */
const nodeMajors: Readonly<Record<string, number>> = { '@prometheus-io/client': 22 };

/** Judges whether the package, or its successor, is installed where the app finds it. */
export const checkDependency: CheckRunner<'dependency'> = async (spec, context) => {
  const read = await readManifest(context);
  if ('fault' in read) return read.fault;
  const { manifest } = read;
  const successor = successorOf(spec.package);
  const names = successor === undefined ? [spec.package] : [spec.package, successor];
  const faults: Fail[] = [];
  for (const name of names) {
    const found = await judgeCopy(name, manifest, context, successor);
    if (found?.status === 'pass') return found;
    if (found !== undefined) faults.push(found);
  }
  const name = spec.package;
  const { dependencies, devDependencies } = manifest;
  const [fault] = faults;
  return (
    fault ??
    findSimilar(names, [...dependencies, ...devDependencies]) ??
    (await findElsewhere(context.workspaceDir, names)) ??
    fail('not-installed', `${name} is not installed in the workspace.`, {
      expected: `${name} under dependencies of package.json`,
      observed: dependencies.length === 0 ? 'no dependencies' : listing(dependencies),
      hint: 'Run npm install with the name of the package, in the folder of the workspace.',
    })
  );
};

/** What there is of one package in the workspace; undefined where there is nothing of it. */
async function judgeCopy(
  name: string,
  { dependencies, devDependencies, peerDependencies }: Manifest,
  { workspaceDir, nodeVersion }: CheckContext,
  successor: string | undefined,
): Promise<Pass | Fail | undefined> {
  const isListed = dependencies.includes(name);
  const installed =
    (await installedIn(workspaceDir, name)) ??
    (isListed ? await installedAbove(workspaceDir, name) : undefined);

  // npm can install the successor under the name that programs already import.
  if (installed !== undefined && installed.name !== name && installed.name !== successor)
    return otherUnderThisName(name, installed);
  if (isListed && installed !== undefined)
    return tooOld(installed) ?? pass(sayInstalled(installed, nodeVersion));
  if (isListed) {
    return fail(
      'listed-not-installed',
      `package.json lists ${name}, and node_modules has no usable copy of it.`,
      {
        expected: `node_modules/${name}`,
        hint: 'Run npm install in the workspace: it brings everything that package.json lists.',
      },
    );
  }
  if (devDependencies.includes(name)) {
    return fail('dev-dependency-only', `${name} is installed for development only.`, {
      expected: `${name} under dependencies`,
      observed: `${name} under devDependencies`,
      hint: `The running app needs it. \`npm install --save-prod ${name}\` moves it: without that option npm leaves it where it is.`,
    });
  }
  if (installed === undefined) return undefined;
  const isPeer = peerDependencies.includes(name);
  const text = isPeer ? 'lists it for the users of this package' : 'does not list it';
  return fail('installed-not-listed', `node_modules has ${name}, and package.json ${text}.`, {
    expected: `${name} under dependencies`,
    observed: isPeer ? `${name} under peerDependencies` : 'not listed',
    hint: 'Install it in a way that saves it, so that others who get your package.json get it too.',
  });
}

function tooOld({ name, version }: Installed): Fail | undefined {
  const oldest = oldestMajors[name];
  if (oldest === undefined || !(Number.parseInt(version, 10) < oldest)) return undefined;
  return fail('package-too-old', `${name} ${version} does not run on current versions of Node.js.`, {
    expected: `${name} ${oldest} or later`,
    observed: `${name} ${version}`,
    hint: `Run \`npm install ${name}@latest\` in the workspace.`,
  });
}

/** Also what the package asks of Node, where this is an older one: npm says it in a line that is easy to miss. */
function sayInstalled({ name, version }: Installed, nodeVersion: string): string {
  const text = `${name} ${version} is installed.`;
  const major = nodeMajors[name];
  if (major === undefined || Number.parseInt(nodeVersion, 10) >= major) return text;
  return `${text} It is made for Node.js ${major} or later, and this is Node.js ${nodeVersion}. The course works; for other work, update Node.js.`;
}

async function readManifest(
  context: CheckContext,
): Promise<{ readonly manifest: Manifest } | { readonly fault: Fail }> {
  const text = await context.readFile('package.json');
  if (text === undefined) {
    const fault = fail('package-json-missing', 'The workspace has no package.json.', {
      hint: 'Start the step over: that brings it back.',
    });
    return { fault };
  }
  const manifest = parseManifest(text);
  if (typeof manifest !== 'string') return { manifest };
  const fault = fail('package-json-broken', `package.json cannot be read: ${manifest}.`, {
    hint: 'JSON needs double quotes, and a comma between two entries but none after the last.',
  });
  return { fault };
}

/** What the first word of a package's name is short for. */
const fullWords: Readonly<Record<string, string>> = { prom: 'prometheus' };

function findSimilar(names: readonly string[], listed: readonly string[]): Fail | undefined {
  for (const name of names) {
    const similar = similarTo(name, listed);
    if (similar === undefined) continue;
    return fail('similar-package', `${similar} is installed, and the package is called ${name}.`, {
      expected: name,
      observed: similar,
      hint: `Uninstall ${similar}, and mind each letter of the name: packages of similar names come from other people.`,
    });
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

function otherUnderThisName(name: string, { name: other }: Installed): Fail {
  return fail('similar-package', `node_modules/${name} is another package: ${other}.`, {
    expected: name,
    observed: other,
    hint: `Uninstall ${name}, and install it once more under its own name alone.`,
  });
}

/** A folder above the workspace whose package.json lists the package: npm was run there. */
async function findElsewhere(workspaceDir: string, names: readonly string[]): Promise<Fail | undefined> {
  for (let dir = dirname(workspaceDir), last = workspaceDir; dir !== last; last = dir, dir = dirname(dir)) {
    const manifest = await manifestOf(dir);
    const listed = manifest === undefined ? [] : [...manifest.dependencies, ...manifest.devDependencies];
    const name = names.find((one) => listed.includes(one));
    if (manifest === undefined || name === undefined) continue;
    // A workspace inside a copy of the lab: that the lab has the package is no slip of the learner.
    if (manifest.name === 'ecom-lab') continue;
    return fail('installed-elsewhere', `${name} is installed in ${dir}, and not in the workspace.`, {
      expected: join(workspaceDir, 'package.json'),
      observed: join(dir, 'package.json'),
      hint: 'Change into the folder of the workspace first, then install.',
    });
  }
  return undefined;
}
