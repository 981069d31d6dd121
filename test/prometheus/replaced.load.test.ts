// The thread of the embedded server dies, or hangs: another one takes its place, with what was on disk.
import { execa } from 'execa';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { startLab, type Lab } from './query/server.ts';
import { LAB_BIN } from '../support/lab.ts';

const DIST = dirname(LAB_BIN);
const CACHE = join(DIST, '../node_modules/.cache');

/** A folder below this repository, so that a program in it finds its packages. */
async function folder(name: string): Promise<string> {
  await mkdir(CACHE, { recursive: true });
  const dir = await mkdtemp(join(CACHE, name));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** The built worker, that ends when a file appears; the worker that replaces it does not. */
async function workerThat(
  ends: string,
): Promise<{ readonly workerFile: string; readonly end: () => Promise<void> }> {
  const dir = await folder('worker-');
  const [workerFile, order] = [join(dir, 'worker.mjs'), join(dir, 'order')];
  const built = pathToFileURL(join(DIST, 'prometheus-worker.js')).href;
  await writeFile(
    workerFile,
    `import { existsSync, watch } from 'node:fs';
const order = ${JSON.stringify(order)};
if (!existsSync(order)) watch(${JSON.stringify(dir)}, () => { if (existsSync(order)) { ${ends} } });
await import(${JSON.stringify(built)});
`,
  );
  return { workerFile, end: () => writeFile(order, '') };
}

async function replacement(lab: Lab): Promise<void> {
  while (lab.replaced.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
}

test.each([
  ['dies', `throw new Error('a bug')`, 'The embedded Prometheus has ended: a bug.'],
  [
    'runs out of memory',
    'const all = []; for (;;) all.push(new Array(1_000).fill(all.length + 0.5));',
    'The embedded Prometheus has ended: it needed more memory than it may use.',
  ],
  ['hangs', 'for (;;);', 'The embedded Prometheus has ended: it has not answered for 15 s.'],
])('a server that %s is replaced, keeps its samples, and continues', async (_what, ends, reason) => {
  const { workerFile, end } = await workerThat(ends);
  const lab = await startLab(10, workerFile);
  // What is older than a second is on disk.
  await lab.scrape();
  await lab.scrape();
  await lab.scrape();
  await end();
  await replacement(lab);
  expect(lab.replaced).toEqual([
    `${reason} Another one has taken its place, with the samples that were on disk.`,
  ]);
  await lab.scrape();
  // The big page is scraped once an hour, and once when a server starts.
  while ((await lab.number('max(count_over_time(big[1h]))')) < 2) await lab.scrape();
  expect(await lab.server.reload()).toEqual({ status: 'reloaded' });
});

test('a server that is stopped while it hangs ends at once', async () => {
  const { workerFile, end } = await workerThat('for (;;);');
  const lab = await startLab(10, workerFile);
  await end();
  const stoppedAt = performance.now();
  await lab.server.stop();
  expect(performance.now() - stoppedAt).toBeLessThan(3_000);
  await expect(lab.server.died).resolves.toContain('has ended');
  expect(lab.replaced).toEqual([]);
});

test('prometheus run reports why it ends, with exit code 2, if its server dies repeatedly', async () => {
  const dir = await folder('dist-');
  const dist = join(dir, 'dist');
  await cp(DIST, dist, { recursive: true });
  await cp(join(dist, 'prometheus-worker.js'), join(dist, 'built-worker.js'));
  await writeFile(
    join(dist, 'prometheus-worker.js'),
    `await import('./built-worker.js');
setTimeout(() => { throw new Error('a bug'); }, 200);
`,
  );
  const workspace = join(dir, 'shop');
  await execa('node', [join(dist, 'main.js'), 'init', workspace]);
  const run = await execa(
    'node',
    [
      join(dist, 'main.js'),
      'prometheus',
      'run',
      '--dir',
      workspace,
      '--prometheus',
      'embedded',
      '--port',
      '0',
    ],
    { reject: false },
  );
  expect(run.exitCode).toBe(2);
  expect(run.stdout.match(/Another one has taken its place/g)).toHaveLength(3);
  expect(run.stderr).toContain('The embedded Prometheus has ended: a bug.');
  expect(run.stderr).not.toContain('unsettled');
});
