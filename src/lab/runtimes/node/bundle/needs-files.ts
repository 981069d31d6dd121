// Which programs a bundle would run in another way than their files do.
import { realpath } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { readRegularText } from '../../../../files/index.ts';
import { packageOf } from './failure.ts';

interface Program {
  readonly workspaceDir: string;
  /** Relative to the workspace. */
  readonly entry: string;
}

/** They run files of the program by their path. */
const startsFiles = /^(?:node:)?(?:child_process|cluster|worker_threads)$/;
/** What the bundle has another answer to, in whatever file. */
const ofNode =
  /\b(?:createRequire|getBuiltinModule)\b|\bimport\.meta\b(?!\s*\.\s*(?:url|filename|dirname)\b)/;
/** In the bundle these are those of the entry file. */
const ofEntry = /\bimport\.meta\b|\b__(?:file|dir)name\b|\brequire\s*\.\s*main\b/;
const ofCommonJs = /\b(?:require|module|exports)\b/;

/** Whether a program can start processes or threads: its own code asks for a module of Node that does. */
export function startsOthers({ inputs }: Metafile): boolean {
  return Object.entries(inputs).some(
    ([file, { imports }]) =>
      !file.includes('node_modules/') &&
      imports.some(({ path: specifier, external }) => external === true && startsFiles.test(specifier)),
  );
}

/**
 * Whether node has to run the files themselves: where they are CommonJS, or ask node for more than imports and for their
 * own place. A word in a comment counts too: that costs time, and nothing else.
 */
export async function needsFiles({ inputs }: Metafile, { workspaceDir, entry }: Program): Promise<boolean> {
  for (const [file, { imports, format }] of Object.entries(inputs)) {
    if (file.includes('node_modules/')) return true;
    for (const { path: specifier, external } of imports) {
      if (external !== true) continue;
      if (await leadsToFiles(specifier, workspaceDir)) return true;
    }
    if (!/\.[cm]?[jt]sx?$/.test(file)) continue;
    const text = await readRegularText(join(workspaceDir, file));
    if (ofNode.test(text) || (file !== entry && (ofEntry.test(text) || format === 'cjs'))) return true;
    if (ofCommonJs.test(text) && !(await isOfModules(workspaceDir))) return true;
  }
  return false;
}

/**
 * Whether the nearest package.json makes its files modules. There `require` has no meaning to node: the bundle gives it
 * the one that beginners have in mind.
 */
async function isOfModules(dir: string): Promise<boolean> {
  const text = await readRegularText(join(dir, 'package.json')).catch(() => undefined);
  if (text !== undefined) return /"type"\s*:\s*"module"/.test(text);
  return dirname(dir) === dir ? false : isOfModules(dirname(dir));
}

/** Whether a package is none: a name of the own package.json, or a folder that a package manager has linked. */
async function leadsToFiles(specifier: string, workspaceDir: string): Promise<boolean> {
  if (specifier.startsWith('#')) return true;
  if (isBuiltin(specifier) || /^[./<]|^[a-z]+:/i.test(specifier)) return false;
  const place = join(workspaceDir, 'node_modules', packageOf(specifier));
  // One that lies in a folder above is found by node, and here it is no link.
  const real = await realpath(place).catch(() => place);
  return !/[\\/]node_modules[\\/]/.test(real);
}
