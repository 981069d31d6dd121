// npm's packages, with the copies that the lab brings.
import path from 'node:path';
import type { Packages } from '../../contract/packages.ts';
import { importsPackage, withSuccessors } from './client-imports.ts';
import { installedAbove, installedIn } from './installed.ts';
import { labCopyOf, labVersionOf, linkPackage, linkPackages, packagesToLink } from './link.ts';
import { refuseLinkedFolder, removePackage } from './link.ts';
import { manifestOf, parseManifest } from './listed.ts';
import { withDependency } from './manifest.ts';
import { findNpm } from './npm-command.ts';
import { runNpm } from './run-npm.ts';
import { successorOf } from './successors.ts';
import { newerNodeFor, OLDEST_MAJORS } from './versions.ts';

export interface PackagesPlace {
  /** Absolute path of the `node` program. */
  readonly nodePath: string;
  /** The version of the Node that runs the app: `20.19.0`. */
  readonly nodeVersion: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The node_modules of the lab, whose packages are linked. Its parents' are looked at, too. */
  readonly labModulesDir: string;
}

/** The packages of programs that Node runs. */
export function createPackages(place: PackagesPlace): Packages {
  const { nodePath, nodeVersion, env, platform, labModulesDir } = place;
  return {
    manifestFile: 'package.json',
    lockFile: 'package-lock.json',
    emptyManifest: '{}\n',
    parseManifest,
    manifestOf,
    async withDependency(text, name) {
      const version = await labVersionOf(name, labModulesDir);
      return withDependency(text, name, version === undefined ? '*' : `^${version}`);
    },
    withSuccessors,
    imports: importsPackage,
    installedIn,
    installedAbove,
    successorOf,
    oldestMajorOf: (name) => OLDEST_MAJORS[name],
    newerVersionFor: (name) => newerNodeFor(name, nodeVersion),
    async install({ name, ...options }) {
      const npm = await findNpm({ execPath: nodePath, env, platform });
      if (npm === undefined)
        return { status: 'failed', failure: { code: 'npm-missing', isUnreachable: true } };
      const version = await labVersionOf(name, labModulesDir);
      const spec = version === undefined ? name : `${name}@^${version}`;
      return runNpm({ ...options, npm, spec, env, platform });
    },
    labCopyOf: (name) => labCopyOf(name, labModulesDir),
    link: (dir, names) => linkPackages(dir, names, labModulesDir),
    linkTo: linkPackage,
    toLink: packagesToLink,
    remove: removePackage,
    refuseLinkedFolder,
    placeOf: (dir, name) => path.join(dir, 'node_modules', name),
  };
}
