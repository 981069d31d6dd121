// Check kind dependency: the package is listed by the workspace's own package.json, as something the app needs
// while it runs, and there is a usable copy in the workspace. Any package manager, any version.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CheckContext, CheckRunner } from '../model/check-context.ts';
import type { Fail } from '../model/verdict.ts';
import { closestWord, plainWord } from './similarity.ts';
import { fail, pass } from './verdicts.ts';

interface Manifest {
  readonly name: string;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
}

/** Judges whether the package is installed where the app finds it. */
export const checkDependency: CheckRunner<'dependency'> = async (spec, context) => {
  const name = spec.package;
  const read = await readManifest(context);
  if ('fault' in read) return read.fault;
  const { dependencies, devDependencies } = read.manifest;
  const installed = await installedVersion(context, name);
  const isListed = dependencies.includes(name);

  if (isListed && installed !== undefined) return pass(`${name} ${installed} is installed.`);
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
    return fail('installed-not-listed', `node_modules has ${name}, and package.json does not list it.`, {
      expected: `${name} under dependencies`,
      observed: 'not listed',
      hint: 'Install it in a way that saves it, so that others who get your package.json get it too.',
    });
  }
  return (
    findSimilar(name, [...dependencies, ...devDependencies]) ??
    (await findElsewhere(context.workspaceDir, name)) ??
    fail('not-installed', `${name} is not installed in the workspace.`, {
      expected: `${name} under dependencies of package.json`,
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

/** The names a package.json lists, or why it cannot be read. */
export function parseManifest(text: string): Manifest | string {
  let value: unknown;
  try {
    // Editors of some systems begin a file with a byte order mark; npm takes it too.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is not an object';
  const names = (key: string): string[] => {
    const list: unknown = Reflect.get(value, key);
    return typeof list === 'object' && list !== null ? Object.keys(list) : [];
  };
  return {
    name: String(Reflect.get(value, 'name')),
    dependencies: [...names('dependencies'), ...names('optionalDependencies')],
    devDependencies: names('devDependencies'),
  };
}

function findSimilar(name: string, listed: readonly string[]): Fail | undefined {
  const [first = ''] = name.split('-');
  const others = listed.filter((other) => other !== name);
  const similar =
    closestWord(name, others) ??
    others.find((other) => plainWord(other).includes(plainWord(name))) ??
    others.find((other) => plainWord(other).startsWith(plainWord(first)) && other.includes('client'));
  if (similar === undefined) return undefined;
  return fail('similar-package', `${similar} is installed, and the package is called ${name}.`, {
    expected: name,
    observed: similar,
    hint: `Uninstall ${similar}, and mind each letter of the name: packages of similar names come from other people.`,
  });
}

/** The version of the copy in the workspace's node_modules, be it a folder or a link. */
async function installedVersion(context: CheckContext, name: string): Promise<string | undefined> {
  const file = join(context.workspaceDir, 'node_modules', name, 'package.json');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const version = /"version"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  return version ?? 'of an unknown version';
}

/** A folder above the workspace whose package.json lists the package: npm was run there. */
async function findElsewhere(workspaceDir: string, name: string): Promise<Fail | undefined> {
  for (let dir = dirname(workspaceDir), last = workspaceDir; dir !== last; last = dir, dir = dirname(dir)) {
    const text = await readFile(join(dir, 'package.json'), 'utf8').catch(() => undefined);
    const manifest = text === undefined ? undefined : parseManifest(text);
    if (manifest === undefined || typeof manifest === 'string' || !manifest.dependencies.includes(name))
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

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
