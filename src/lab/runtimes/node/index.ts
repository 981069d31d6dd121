// JavaScript and TypeScript on Node: the one module that knows them.
import type { Runtime } from '../contract/runtime.ts';
import { bundleApp, stopBundler } from './bundle/app.ts';
import { describeExit, missingImport } from './explain/crash-report.ts';
import { output } from './explain/output.ts';
import { launchNode, type LaunchPlace } from './launch/command.ts';
import { createPackages, type PackagesPlace } from './packages/index.ts';
import { sources } from './sources/hints.ts';

/** What the runtime needs to know of the world. */
export type NodePlace = LaunchPlace & PackagesPlace;

/** Programs, and the JSON that they import. */
export const isNodeSource = (file: string): boolean => /\.(?:[cm]?[jt]sx?|json)$/.test(file);

/** The runtime of programs that Node runs. */
export function createNodeRuntime(place: NodePlace): Runtime {
  return {
    isSource: isNodeSource,
    prepare: bundleApp,
    launch: (program, options) => launchNode(place, program, options),
    explainExit: describeExit,
    missingImport,
    output,
    sources,
    packages: createPackages(place),
    async changesOf(file, text) {
      // Loaded with the first mutant: nothing else needs the parser.
      const { changesOf } = await import('./mutants/changes.ts');
      return changesOf(file, text);
    },
    dispose: stopBundler,
  };
}
