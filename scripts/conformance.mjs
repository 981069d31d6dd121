// Runs promqltest cases against the query engine: `npm run conformance -- DIR`. Node 20 cannot run TypeScript, so the
// runner is bundled first, into the cache folder of node_modules.
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules', '.cache');
const outfile = join(cache, `conformance-${process.pid}.mjs`);

await mkdir(cache, { recursive: true });
try {
  await build({
    entryPoints: [join(root, 'test/support/promqltest/main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  const { runConformance } = await import(pathToFileURL(outfile).href);
  process.exitCode = await runConformance(process.argv.slice(2), (line) => console.log(line));
} finally {
  await rm(outfile, { force: true });
}
