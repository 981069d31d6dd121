// `npm run test:rest`: the tests that `npm test` leaves out. On Linux with bubblewrap, several files run in parallel, each in
// a separate network namespace where the usual ports are free; one that installs from the registry has the usual network to
// itself. Elsewhere, the files run one after another.
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
const reports = mkdtempSync(path.join(os.tmpdir(), 'ecom-lab-tests-'));

const OWN_NETWORK = ['bwrap', '--dev-bind', '/', '/', '--unshare-net', '--die-with-parent', '--'];
const hasNetworks = spawnSync(OWN_NETWORK[0], [...OWN_NETWORK.slice(1), 'true']).status === 0;
/** Installs the packed lab as a learner does: what `npm ci` leaves in npm's cache is not enough for that. */
const USES_REGISTRY = 'test/e2e/package.e2e.test.ts';
/** Most of the time such a test waits for the program. */
const FILES_A_CORE = 2;
const atOnce = hasNetworks ? os.availableParallelism() * FILES_A_CORE : 1;

// The longest first, as far as their size tells.
const files = readdirSync(path.join(root, 'test'), { recursive: true })
  .map((file) => path.posix.join('test', ...file.split(path.sep)))
  .filter((file) => /\.load\.test\.ts$|^test\/(?:e2e|faults|fuzz)\/.*\.test\.ts$/.test(file))
  .toSorted((a, b) => statSync(path.join(root, b)).size - statSync(path.join(root, a)).size);

/** Runs a file to its end; its output is printed in one piece. */
const run = (file, index) =>
  new Promise((resolve) => {
    const args = [vitest, 'run', file, '--reporter=default', '--reporter=blob'];
    const hasOwn = hasNetworks && file !== USES_REGISTRY;
    const command = [...(hasOwn ? OWN_NETWORK : []), process.execPath, ...args];
    const options = { cwd: root, maxBuffer: Infinity };
    const report = `--outputFile.blob=${path.join(reports, `${index}.json`)}`;
    execFile(command[0], [...command.slice(1), report], options, (error, stdout, stderr) => {
      process.stdout.write(stdout + stderr);
      resolve(error === null);
    });
  });

// Built once, before the first of them would.
const built = spawnSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
console.log(
  hasNetworks
    ? `${files.length} files, ${atOnce} in parallel, each in a separate network namespace`
    : `${files.length} files, one after another (with bubblewrap on Linux, they run in parallel)`,
);
const queue = [...files.entries()];
const failed = [];
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      if (!(await run(next[1], next[0]))) failed.push(next[1]);
  }),
);
spawnSync(process.execPath, [vitest, `--merge-reports=${reports}`, '--reporter=dot'], {
  cwd: root,
  stdio: 'inherit',
});
rmSync(reports, { recursive: true });
if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
