// What an app writes to the channel of the hook: the runner continues, and the hook is understood as before.
import { afterAll, expect, test } from 'vitest';
import { disposeAppProcess, startIsolatedRun } from '../../../src/lab/app-process/index.ts';
import { makeWorkspace } from './support/workspace.ts';

afterAll(disposeAppProcess);

const never = new AbortController().signal;

const JUNK: readonly (readonly [string, string])[] = [
  ['a line that is no JSON', String.raw`'junk\n'`],
  ['half a line of JSON', String.raw`'{"from":"hook",\n'`],
  ['null', String.raw`'null\n'`],
  ['JSON of another kind', String.raw`'[1]\n"hook"\n42\n{}\n'`],
  ['a message without its parts', String.raw`'{"from":"hook","kind":"listen"}\n'`],
  ['an answer without a question', String.raw`'{"from":"hook","kind":"reply","reply":{"id":99}}\n'`],
  ['an answer of another shape', String.raw`'{"from":"hook","kind":"reply","reply":{"id":1,"rest":7}}\n'`],
  ['a message of Node itself', String.raw`'{"cmd":"NODE_HANDLE","type":"net.Socket"}\n'`],
  ['bytes that are no text', String.raw`Buffer.from([0, 255, 254, 10])`],
];

test.skipIf(process.platform === 'win32').each(JUNK)('%s', async (_what, junk) => {
  await using workspace = await makeWorkspace(`import http from 'node:http';
    import { fstatSync, writeSync } from 'node:fs';
    for (let fd = 3; fd < 30; fd += 1) {
      try { if (fstatSync(fd).isSocket()) writeSync(fd, ${junk}); } catch {}
    }
    http.createServer((_req, res) => res.end('ok')).listen(3000);`);
  const start = await startIsolatedRun({ ...workspace.options, signal: never });
  if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
  try {
    const answer = await fetch(`http://${start.run.address(3000)}/`);
    await expect(answer.text()).resolves.toBe('ok');
    await expect(start.run.registries(never)).resolves.toBeDefined();
  } finally {
    await start.run.stop();
  }
});
