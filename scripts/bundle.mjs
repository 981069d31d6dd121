// Bundles the lab's TypeScript as dist/ has it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** The programs of dist/: the bin, and the workers of the embedded Prometheus and of the simulator. */
export const ENTRIES = {
  main: 'src/lab/main.ts',
  'prometheus-worker': 'src/prometheus/server/worker.ts',
  'simulator-worker': 'src/lab/prometheus/simulating/worker.ts',
};

// Packages that stay packages: esbuild ships a binary, tsx is loaded into the app, and the others are what a workspace
// is linked to.
const external = ['esbuild', 'express', 'prom-client', 'tsx'];

/** Bundles `entryPoints` into `outdir`, with lazy chunks; `extra` are options of esbuild. */
export const bundle = (entryPoints, outdir, extra = {}) =>
  build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external,
    minifySyntax: true,
    minifyWhitespace: true,
    define: { ECOM_LAB_VERSION: JSON.stringify(version) },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    alias: { '@inquirer/editor': path.join(root, 'src/lab/ui/no-editor-prompt.ts') },
    loader: { '.html': 'text', '.css': 'text', '.svg': 'text' },
    // CommonJS packages inside an ESM bundle ask for `require` of Node's own modules.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
    },
    ...extra,
  });
