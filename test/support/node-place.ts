// The world of a Node runtime in tests: this Node, with the packages of this repository.
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Packages } from '../../src/lab/runtimes/contract/packages.ts';
import type { NodePlace } from '../../src/lab/runtimes/node/index.ts';
import { createPackages } from '../../src/lab/runtimes/node/packages/index.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The node_modules of this repository. */
export const LAB_MODULES = path.join(root, 'node_modules');

export const NODE_PLACE: NodePlace = {
  nodePath: process.execPath,
  nodeVersion: process.versions.node,
  hookFile: path.join(root, 'dist/hook.js'),
  env: process.env,
  platform: process.platform,
  labModulesDir: LAB_MODULES,
};

/** The packages of this repository, with changes to where they are taken from. */
export const packagesAt = (changes: Partial<NodePlace> = {}): Packages =>
  createPackages({ ...NODE_PLACE, ...changes });
