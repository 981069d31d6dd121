// The text of a registry whose collect() functions take their time.
import { afterAll, describe, expect, test } from 'vitest';
import { disposeAppProcess, startIsolatedRun } from '../../../../../src/lab/app-process/index.ts';
import type { RegistrySnapshot } from '../../../../../src/lab/model/app-run.ts';
import { makeWorkspace } from '../../../app-process/support/workspace.ts';

afterAll(disposeAppProcess);

const never = new AbortController().signal;

async function readingOf(collect: string): Promise<RegistrySnapshot | undefined> {
  await using workspace = await makeWorkspace(`
import http from 'node:http';
import { readFile } from 'node:fs/promises';
import { pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';
import { Gauge } from 'prom-client';
new Gauge({
  name: 'waiting',
  help: 'how many wait',
  async collect() { ${collect}; this.set(7); },
});
http.createServer((_req, res) => setTimeout(() => res.end('7'), 3000)).listen(3000);
`);
  const start = await startIsolatedRun({ ...workspace.options, signal: never });
  if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
  try {
    await start.run.whenIdle(never);
    const [snapshot] = await start.run.registries(never);
    return snapshot;
  } finally {
    await start.run.stop();
  }
}

describe('the metrics of a registry are waited for where collect()', () => {
  test.each([
    ['waits for a timer', `await new Promise((resolve) => setTimeout(resolve, 60_000))`],
    [
      'waits for one timer after the other',
      `for (let i = 0; i < 5; i++) await new Promise((go) => setTimeout(go, 900))`,
    ],
    ['reads a file', `await readFile('main.ts')`],
    ['asks the app', `await (await fetch('http://localhost:3000')).text()`],
    ['computes', `await promisify(pbkdf2)('secret', 'salt', 200_000, 64, 'sha512')`],
  ])('%s', async (_what, collect) => {
    const snapshot = await readingOf(collect);
    expect(snapshot?.text).toContain('waiting 7');
    expect(snapshot).not.toHaveProperty('error');
  });
});

test.each([
  ['nothing', `await new Promise(() => undefined)`],
  [
    'nothing, beside a timer that repeats',
    `setInterval(() => undefined, 1000); await new Promise(() => undefined)`,
  ],
])('metrics whose collect() waits for %s never come, and the reading says so', async (_what, collect) => {
  expect(await readingOf(collect)).toMatchObject({ text: '', isStuck: true });
});
