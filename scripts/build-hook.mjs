// Builds the hook that the learner's app is started with: one plain JavaScript file without imports of its own.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles the hook to `outFile`. */
export async function buildHook(outFile) {
  await build({
    entryPoints: [fileURLToPath(new URL('../src/lab/runtimes/node/hook/main.ts', import.meta.url))],
    outfile: outFile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
}
