// Whether the lab knows that an app runs itself in more than one process or thread.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { disposeAppProcess, startIsolatedRun } from '../../../../../src/lab/app-process/index.ts';
import { judgeProgram } from '../../../checks/support/case-run.ts';
import { makeWorkspace } from '../../../app-process/support/workspace.ts';

const never = new AbortController().signal;
const listens = `import http from 'node:http';\nhttp.createServer((_req, res) => res.end()).listen(3000);\n`;

afterAll(disposeAppProcess);

describe('an app has others where it', () => {
  test.each([
    [
      'is a cluster',
      `import cluster from 'node:cluster';\n${listens}if (cluster.isPrimary) cluster.fork();\n`,
      true,
    ],
    ['forks a file', `import { fork } from 'node:child_process';\n${listens}fork('other.mjs');\n`, true],
    [
      'spawns node',
      `import { spawn } from 'node:child_process';\n${listens}spawn(process.execPath, ['other.mjs']);\n`,
      true,
    ],
    [
      'runs node in a shell',
      `import { exec } from 'node:child_process';\n${listens}exec('node other.mjs');\n`,
      true,
    ],
    [
      'starts a thread',
      `import { Worker } from 'node:worker_threads';\n${listens}new Worker('0', { eval: true });\n`,
      true,
    ],
    [
      'starts a thread of its own class',
      `import { Worker } from 'node:worker_threads';\n${listens}class Own extends Worker {}\nnew Own('0', { eval: true });\n`,
      true,
    ],
    [
      'runs another program',
      `import { exec } from 'node:child_process';\n${listens}exec('git --version');\n`,
      false,
    ],
    [
      'starts nothing',
      `import cluster from 'node:cluster';\n${listens}console.log(cluster.isPrimary);\n`,
      false,
    ],
    ['is one process', listens, false],
  ])('%s', async (_what, text, hasOthers) => {
    await using workspace = await makeWorkspace(text);
    await workspace.write('other.mjs', 'setInterval(() => undefined, 1000);\n');
    const start = await startIsolatedRun({ ...workspace.options, signal: never });
    if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
    // What it tells is told in order: its answer to this comes after it.
    await start.run.whenIdle(never);
    expect(start.run.hasOthers()).toBe(hasOthers);
    await start.run.stop();
  });
});

const listener = (tell: string): string => `
import http from 'node:http';
import { parentPort } from 'node:worker_threads';
const server = http.createServer((_req, res) => res.end('the other one')).listen(3000, () => {
  const { port } = server.address();
  ${tell}
});
`;

describe('a process or thread that listens on the port of the app takes none that another run has', () => {
  test.each([
    ['forked', `fork('other.mjs').on('message', tell);`, 'process.send(port);'],
    [
      'spawned',
      `spawn(process.execPath, ['other.mjs']).stdout.on('data', (text) => tell(Number(text)));`,
      'console.log(port);',
    ],
    [
      'in a shell',
      `exec('node other.mjs').stdout?.on('data', (text) => tell(Number(text)));`,
      'console.log(port);',
    ],
    ['a thread', `new Worker('./other.mjs').on('message', tell);`, 'parentPort.postMessage(port);'],
  ])('%s', async (_what, start, tell) => {
    await using workspace = await makeWorkspace(`
import http from 'node:http';
import { exec, fork, spawn } from 'node:child_process';
import { Worker } from 'node:worker_threads';
const other = new Promise((tell) => { ${start} });
http.createServer(async (req, res) => {
  if (req.url === '/self') return void res.end();
  const answers = await Promise.all([other, fetch('http://localhost:3000/self').then((one) => one.status)]);
  res.end(JSON.stringify(answers));
}).listen(3000);
`);
    await workspace.write('other.mjs', listener(tell));
    const started = await startIsolatedRun({ ...workspace.options, signal: never });
    if (started.status === 'failed') throw new Error(JSON.stringify(started.failure));
    const port: unknown = await (await fetch(`http://${started.run.address(3000)}`)).json();
    await started.run.stop();
    expect(port).toEqual([expect.any(Number), 200]);
    expect(port).not.toEqual([3000, 200]);
  });
});

const solution = join(import.meta.dirname, '../../../../../src/app/plain-counter.ts');
const specs = [
  { kind: 'app-starts', port: 'api' },
  { kind: 'metric', name: 'http_requests_total', type: 'counter' },
] as const;

test('a cluster whose metrics are in its workers is not judged, and the reason is said', async () => {
  const program = (await readFile(solution, 'utf8')).replace(
    'const httpRequestsTotal',
    `if (cluster.isPrimary) {\n  cluster.fork();\n  cluster.fork();\n  await new Promise(() => undefined);\n}\nconst httpRequestsTotal`,
  );
  const verdicts = await judgeProgram(`import cluster from 'node:cluster';\n${program}`, specs);
  expect(verdicts.at(-1)).toMatchObject({
    status: 'blocked',
    code: 'app-uses-child-processes',
  });
});

test('an app that counts in its first process passes, whatever a thread does beside it', async () => {
  const program = await readFile(solution, 'utf8');
  const verdicts = await judgeProgram(
    `import { Worker } from 'node:worker_threads';\nnew Worker('0', { eval: true });\n${program}`,
    specs,
  );
  expect(verdicts.map(({ status }) => status)).toEqual(['pass', 'pass']);
});
