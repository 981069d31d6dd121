// An app that calls itself reaches the run that it is in, by whatever means, and never the live shop beside it.
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createSupervisor,
  disposeAppProcess,
  findFreePort,
  startIsolatedRun,
} from '../../../../../src/lab/app-process/index.ts';
import { makeWorkspace, type TestWorkspace } from '../../../app-process/support/workspace.ts';

const never = new AbortController().signal;
let shop: Server;

beforeAll(async () => {
  // What runs on the course's port meanwhile, with both versions of IP.
  shop = createServer((_req, res) => res.end('the live shop'));
  await new Promise<void>((resolve) => shop.listen(3000, resolve));
});
afterAll(async () => {
  await new Promise((resolve) => shop.close(resolve));
  await disposeAppProcess();
});

const isolated = ({ options }: TestWorkspace) =>
  startIsolatedRun({ ...options, ownPorts: [3000, 8000], signal: never });

/** What the app answers on port 8000: what it got itself, by `ask`, at port 3000. */
const program = (ask: string): string => `
  import http from 'node:http';
  import net from 'node:net';
  import * as undici from 'undici';
  http.createServer((_req, res) => res.end('this run')).listen(3000);
  http.createServer(async (_req, res) => {
    const text = await (async () => { ${ask} })().catch((error) => String(error));
    res.end(text);
  }).listen(8000);
  export { net, undici };\n`;

const raw = (options: string): string => `
  const socket = net.connect(${options});
  socket.write('GET / HTTP/1.0\\r\\n\\r\\n');
  let text = '';
  for await (const chunk of socket) text += chunk;
  return text.split('\\r\\n\\r\\n')[1];`;
const get = (options: string): string => `
  const [answer] = await (await import('node:events')).once(http.get(${options}), 'response');
  let text = '';
  for await (const chunk of answer) text += chunk;
  return text;`;

const ways: readonly (readonly [how: string, ask: string])[] = [
  ...['localhost', '127.0.0.1', '127.0.0.2', '[::1]', '0.0.0.0', '[::ffff:127.0.0.1]'].map(
    (host) => [`fetch of ${host}`, `return (await fetch('http://${host}:3000/')).text();`] as const,
  ),
  ['fetch of undici', `return (await undici.fetch('http://localhost:3000/')).text();`],
  ['request of undici', `return (await undici.request('http://localhost:3000/')).body.text();`],
  ['http.get of a URL', get(`'http://localhost:3000/'`)],
  ['http.get of options', get(`{ port: '3000', family: 6, host: '::1' }`)],
  ['http.get with an agent', get(`{ port: 3000, agent: new http.Agent({ keepAlive: true }) }`)],
  ['net.connect of a port', raw('3000')],
  ['net.connect of a port and a host', raw(`3000, 'localhost'`)],
  ['net.connect of options', raw(`{ port: 3000, host: '127.0.0.1' }`)],
  [
    'a name that is looked up',
    raw(
      `{ port: 3000, host: 'shop.test', lookup: (_h, o, done) => o.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4) }`,
    ),
  ],
];

describe('in an isolated run the app reaches itself by', () => {
  test.each(ways)('%s', async (_how, ask) => {
    await using workspace = await makeWorkspace(program(ask));
    const start = await isolated(workspace);
    if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
    const address = await start.run.whenListening(8000, never);
    expect(await (await fetch(`http://${address}/`)).text()).toBe('this run');
    await start.run.stop();
  });
});

test.each([
  ['before it listens', `await ask(3000);\nserver.listen(3000);`],
  ['on a port of the course that it does not listen on', `server.listen(3000);\nawait ask(8000);`],
  [
    'after it has closed the port',
    `server.listen(3000, () => server.close(() => ask(3000).then(() => server.listen(3000))));`,
  ],
])('nothing answers the app %s', async (_when, calls) => {
  await using workspace = await makeWorkspace(`
    import http from 'node:http';
    const server = http.createServer((_req, res) => res.end('this run'));
    const ask = async (port: number) => {
      for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
        const got = await fetch('http://' + host + ':' + port).then((answer) => answer.text(), (error) => error.cause.code);
        console.log(host, got);
      }
    };
    ${calls}
    http.createServer((_req, res) => res.end()).listen(8001);\n`);
  const start = await isolated(workspace);
  if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
  await start.run.whenListening(3000, never);
  await fetch(`http://${await start.run.whenListening(8001, never)}`);
  expect
    .soft(start.run.lastLines(3))
    .toEqual(['127.0.0.1 ECONNREFUSED', '[::1] ECONNREFUSED', 'localhost ECONNREFUSED']);
  await start.run.stop();
});

test('an error names the port that the app asked for', async () => {
  await using workspace = await makeWorkspace(`
    import net from 'node:net';
    net.connect(8000, '127.0.0.1').on('error', (error) => {
      console.log(error.message, 'port' in error && error.port);
      net.createServer().listen(3000);
    });\n`);
  const start = await isolated(workspace);
  if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
  expect(start.run.lastLines(1)).toEqual(['connect ECONNREFUSED 127.0.0.1:8000 8000']);
  await start.run.stop();
});

test('what is no port of the app is reached as always', async () => {
  const other = createServer((_req, res) => res.end('another program'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await using workspace = await makeWorkspace(
    program(`return (await fetch('http://127.0.0.1:${port}/')).text();`),
  );
  const start = await isolated(workspace);
  if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
  const metrics = await start.run.whenListening(8000, never);
  expect(await (await fetch(`http://${metrics}/`)).text()).toBe('another program');
  await start.run.stop();
  other.close();
});

test('a live run whose port was moved reaches itself, too', async () => {
  await using workspace = await makeWorkspace(
    program(`return (await fetch('http://localhost:3000/')).text();`),
  );
  const moved = await findFreePort(3001);
  const supervisor = createSupervisor({
    ...workspace.options,
    ownPorts: [3000, 8000],
    portMap: () => ({ 3000: moved, 8000: moved + 1 }),
  });
  const start = await supervisor.start(never);
  if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
  const metrics = await start.run.whenListening(8000, never);
  expect(await (await fetch(`http://${metrics}/`)).text()).toBe('this run');
  await supervisor.stop();
});
