import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFreePort, findPortOwner, isPortFree } from '../../../src/lab/app-process/index.ts';
import { makeWorkspace } from './support/workspace.ts';

async function listen(host: string, port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer();
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' && address !== null ? address.port : 0 };
}

test.each(['127.0.0.1', '::1', '0.0.0.0'])(
  'a port that is in use on %s is not free, and another one is found',
  async (host) => {
    const { server, port } = await listen(host);
    expect(await isPortFree(port)).toBe(false);
    const free = await findFreePort(port);
    expect(free).not.toBe(port);
    expect(await isPortFree(free)).toBe(true);
    server.close();
    await once(server, 'close');
    expect(await isPortFree(port)).toBe(true);
    expect(await findFreePort(port)).toBe(port);
  },
);

test('the process that uses a port is found with its id and name', async () => {
  await using workspace = await makeWorkspace('exits.ts');
  const program = join(workspace.dir, 'holder.mjs');
  await workspace.write(
    'holder.mjs',
    "import net from 'node:net';\nconst s = net.createServer().listen(0, '127.0.0.1', () => console.log(s.address().port));\n",
  );
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line]: Buffer[] = await once(child.stdout, 'data');
  expect(await findPortOwner(Number(line))).toEqual({ pid: child.pid, command: 'node holder.mjs' });
  child.kill();
  await once(child, 'exit');
  expect(await findPortOwner(Number(line))).toBeUndefined();
});
