// Bundles the workspace's own files into one JavaScript file that plain `node` runs. Packages stay outside it. The
// bundle of a program that would not run as its files do is used for its messages only.
import { access } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { basename, dirname, join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, Metafile, Plugin } from 'esbuild';
import { FileRefusal, readRegularText, refuseIrregular, withinTime } from '../../../../files/index.ts';
import type { StartFailure } from '../../../model/app-run.ts';
import { systemFault } from '../../../model/faults/system.ts';
import { prepareError } from '../../contract/errors.ts';
import type { PrepareOptions, PrepareOutcome, Program } from '../../contract/runtime.ts';
import { describeBundleErrors, findImportLine, packageOf } from './failure.ts';
import { needsFiles, startsOthers } from './needs-files.ts';
import { beginName } from '../hook/names.ts';
import { refuseUnreadable } from './unreadable-source.ts';

/** The name of the bundle in the folder of a run. */
export const BUNDLE_FILE = 'main.mjs';

/** How the metafile names what esbuild adds. */
const esbuildHelpers = '<runtime>';
/** What esbuild says of an `import()` whose name is computed. */
const unfollowed = { 'unsupported-dynamic-import': 'warning' } as const;

/** What esbuild says where the system does not let it read a file or a folder that is there. */
const ofSystem = /^(?:Could not read|Cannot read) /;

/** Far more than the largest program needs on the slowest machine. */
const LIMIT_MS = 60_000;
/** Files that esbuild reads to resolve imports, and would wait for. */
const READ_BY_ESBUILD = ['package.json', 'tsconfig.json'];

/**
 * Bundles the program. What the learner can fix is an outcome, with file and line. Rejects with a LabError where
 * something else than a file is in the place of one (a named pipe, a device), a file is not UTF-8 or may not be read,
 * or the disk does not answer.
 */
export async function bundleApp({ workspaceDir, entry, signal }: PrepareOptions): Promise<PrepareOutcome> {
  signal.throwIfAborted();
  const entryFile = join(workspaceDir, entry);
  if (!(await exists(entryFile)))
    return { status: 'failed', failure: { kind: 'missing-entry', file: entry } };
  for (const name of READ_BY_ESBUILD) await refused(refuseIrregular(join(workspaceDir, name)));
  await refuseUnreadable(entryFile, entry);
  // Not at the top: reading esbuild takes longer than the lab's whole start.
  const { build } = await import('esbuild');
  try {
    const building = build({
      absWorkingDir: workspaceDir,
      // Relative: in an absolute path esbuild takes a star of a folder's name for a pattern.
      entryPoints: [`./${entry}`],
      // Each run has a folder at this depth, to which the source map leads back.
      outfile: join(workspaceDir, '.ecom-lab', 'run', 'x', BUNDLE_FILE),
      write: false,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      sourcemap: true,
      metafile: true,
      logLevel: 'silent',
      // `sideEffects` of package.json is about packages: node runs every file that is imported.
      ignoreAnnotations: true,
      logOverride: unfollowed,
      plugins: [onlyRegularFiles],
      // The file runs from another folder; these keep what it says of its own place true.
      define: placeOf(entryFile),
      banner: { js: commonJsBanner(entryFile) },
    });
    const { metafile, warnings, outputFiles } = await refused(withinTime(building, entryFile, LIMIT_MS));
    signal.throwIfAborted();
    const failure = await findMissingPackage(metafile, workspaceDir);
    if (failure !== undefined) return { status: 'failed', failure };
    const isUnfollowed = warnings.some(({ id }) => id in unfollowed);
    const hasOthers = startsOthers(metafile);
    const asFiles = hasOthers || isUnfollowed || (await needsFiles(metafile, { workspaceDir, entry }));
    const written = outputFiles.map(({ path, contents }) => [basename(path), contents] as const);
    const program: Program = {
      files: new Map(asFiles ? [] : written),
      isCompiledAtStart: asFiles,
      startsOthers: asFiles && hasOthers,
    };
    return { status: 'ok', program };
  } catch (error) {
    if (!isBuildFailure(error))
      throw isOfService(error) ? prepareError('app-not-bundled', { said: error.message }) : error;
    const refusal = error.errors
      .map(({ detail }): unknown => detail)
      .find((one) => one instanceof FileRefusal);
    if (refusal !== undefined) throw systemFault(refusal);
    const files = new Set(error.errors.flatMap(({ location }) => location?.file ?? []));
    for (const file of files) await refuseUnreadable(join(workspaceDir, file), file);
    const systemText = error.errors.map(({ text }) => text).find((text) => ofSystem.test(text));
    if (systemText !== undefined) throw prepareError('app-not-bundled', { said: systemText });
    return { status: 'failed', failure: describeBundleErrors(error.errors, entry) };
  }
}

/** The process that esbuild works in could not be started, or was ended. */
const isOfService = (error: unknown): error is Error =>
  error instanceof Error && error.message.startsWith('The service ');

/** esbuild would read a named pipe or a device forever. */
const onlyRegularFiles: Plugin = {
  name: 'only-regular-files',
  setup(build) {
    build.onLoad({ filter: /(?:)/, namespace: 'file' }, async ({ path }) => {
      await refuseIrregular(path);
      return undefined;
    });
  },
};

/** The same work; what the system or a reader of files refuses is a LabError. */
async function refused<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw systemFault(error) ?? error;
  }
}

/** Ends esbuild's service process; the next bundle starts it again. */
export async function stopBundler(): Promise<void> {
  const { stop } = await import('esbuild');
  await stop();
}

function placeOf(entryFile: string): Record<string, string> {
  return {
    'import.meta.url': JSON.stringify(pathToFileURL(entryFile).href),
    'import.meta.filename': JSON.stringify(entryFile),
    'import.meta.dirname': JSON.stringify(dirname(entryFile)),
    __filename: JSON.stringify(entryFile),
    __dirname: JSON.stringify(dirname(entryFile)),
    // A module that is written like CommonJS: its entry file is the program.
    module: 'ecomLabModule',
    'require.main': 'ecomLabModule',
  };
}

/**
 * Makes `require` and `module` work in a module. `require` is a global, so that a `const require` of the learner's own is
 * no second one.
 */
function commonJsBanner(entryFile: string): string {
  return (
    `import { createRequire as ecomLabCreateRequire } from 'node:module'; ` +
    `globalThis.require ??= ecomLabCreateRequire(${JSON.stringify(entryFile)}); ` +
    `const ecomLabModule = { exports: {} }; ` +
    // Imports come first, wherever they stand.
    `globalThis.${beginName}?.();`
  );
}

/** A package that is imported but not installed: node would say so too, but of the bundle and without a line. */
async function findMissingPackage(
  { inputs }: Metafile,
  workspaceDir: string,
): Promise<StartFailure | undefined> {
  for (const [file, { imports }] of Object.entries(inputs)) {
    for (const { path: specifier, kind, external } of imports) {
      // A `require` or `import()` may stand in a `try`; what it does is seen when it runs. The helpers of esbuild
      // itself, as for decorators and `using`, are in the bundle.
      if (external !== true || kind !== 'import-statement' || specifier === esbuildHelpers) continue;
      if (isBuiltin(specifier) || /^[./#]|^[a-z]+:/i.test(specifier)) continue;
      if (await isInstalled(packageOf(specifier), workspaceDir)) continue;
      const line = findImportLine(await readRegularText(join(workspaceDir, file)), specifier);
      return { kind: 'unresolved-import', specifier, file, ...(line === undefined ? {} : { line }) };
    }
  }
  return undefined;
}

/** Looks where node looks: in `node_modules` of the folder and of each one above it. */
async function isInstalled(packageName: string, dir: string): Promise<boolean> {
  if (await exists(join(dir, 'node_modules', packageName))) return true;
  return parse(dir).root === dir ? false : isInstalled(packageName, dirname(dir));
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}
