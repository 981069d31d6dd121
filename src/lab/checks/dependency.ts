// Check kind dependency: the package is listed by the workspace's own package.json, as something the app needs
// while it runs, and there is a usable copy in the workspace. Any package manager, any version.
import { dirname, join } from 'node:path';
import type { CheckContext, CheckRunner } from '../model/check-context.ts';
import type { Fail } from '../model/verdict.ts';
import { installedAbove, installedIn, type Installed } from './installed-copy.ts';
import { manifestOf, parseManifest, type Manifest } from './package-json.ts';
import { closestWord, plainWord } from './similarity.ts';
import { fail, pass } from './verdicts.ts';
import { listing } from './wording.ts';

/** Judges whether the package is installed where the app finds it. */
export const checkDependency: CheckRunner<'dependency'> = async (spec, context) => {
  const name = spec.package;
  const read = await readManifest(context);
  if ('fault' in read) return read.fault;
  const { dependencies, devDependencies, peerDependencies } = read.manifest;
  const isListed = dependencies.includes(name);
  const installed =
    (await installedIn(context.workspaceDir, name)) ??
    (isListed ? await installedAbove(context.workspaceDir, name) : undefined);

  if (installed !== undefined && installed.name !== name) return otherUnderThisName(name, installed);
  if (isListed && installed !== undefined) return pass(`${name} ${installed.version} is installed.`);
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
  if (installed !== undefined) {
    const isPeer = peerDependencies.includes(name);
    const text = isPeer ? 'lists it for whoever uses this package' : 'does not list it';
    return fail('installed-not-listed', `node_modules has ${name}, and package.json ${text}.`, {
      expected: `${name} under dependencies`,
      observed: isPeer ? `${name} under peerDependencies` : 'not listed',
      hint: 'Install it in a way that saves it, so that others who get your package.json get it too.',
    });
  }
  return (
    findSimilar(name, [...dependencies, ...devDependencies]) ??
    (await findElsewhere(context.workspaceDir, name)) ??
    fail('not-installed', `${name} is not installed in the workspace.`, {
      expected: `${name} under dependencies of package.json`,
      observed: dependencies.length === 0 ? 'no dependencies' : listing(dependencies),
      hint: 'Run npm install with the name of the package, in the folder of the workspace.',
    })
  );
};

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

function findSimilar(name: string, listed: readonly string[]): Fail | undefined {
  const [first = ''] = name.split('-');
  const stems = [first, fullWords[first]];
  const others = listed.filter((other) => other !== name);
  const similar =
    closestWord(name, others) ??
    others.find((other) => plainWord(other).includes(plainWord(name))) ??
    others.find((other) => other.split(/[^a-z0-9]+/i).some((word) => stems.includes(word.toLowerCase())));
  if (similar === undefined) return undefined;
  return fail('similar-package', `${similar} is installed, and the package is called ${name}.`, {
    expected: name,
    observed: similar,
    hint: `Uninstall ${similar}, and mind each letter of the name: packages of similar names come from other people.`,
  });
}

function otherUnderThisName(name: string, { name: other }: Installed): Fail {
  return fail('similar-package', `node_modules/${name} is another package: ${other}.`, {
    expected: name,
    observed: other,
    hint: `Uninstall ${name}, and install it once more under its own name alone.`,
  });
}

/** A folder above the workspace whose package.json lists the package: npm was run there. */
async function findElsewhere(workspaceDir: string, name: string): Promise<Fail | undefined> {
  for (let dir = dirname(workspaceDir), last = workspaceDir; dir !== last; last = dir, dir = dirname(dir)) {
    const manifest = await manifestOf(dir);
    if (manifest === undefined || ![...manifest.dependencies, ...manifest.devDependencies].includes(name))
      continue;
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
