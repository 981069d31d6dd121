// Runs a TypeScript program of this repository: bundles it beside node_modules, because this Node runs no TypeScript.
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles and runs `entry` (relative to the repository); `process.argv` from index 2 on is the program's. */
export async function runTs(entry) {
  // Two folders down, as tests and support files are: they find the repository by that.
  const dir = path.join(root, 'node_modules/.cache');
  await mkdir(dir, { recursive: true });
  const outfile = path.join(dir, `${path.basename(entry, '.ts')}-${process.pid}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    loader: { '.html': 'text', '.css': 'text', '.svg': 'text' },
    logLevel: 'warning',
  });
  try {
    await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile, { force: true });
  }
}
