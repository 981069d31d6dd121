// The usual ports are taken: the lab continues elsewhere, says who has them, and shows the true addresses everywhere.
import { createServer, type Server } from 'node:net';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { prepareWorkspace } from './support/prepare-workspace.ts';

const USUAL = [3000, 8000, 9090] as const;
const held: Server[] = [];
/** Ports that this test could take itself; the others were somebody's already, which is as good. */
const own = new Set<number>();

beforeAll(async () => {
  for (const port of USUAL) {
    await new Promise<void>((resolve, reject) => {
      const server = createServer((socket) => socket.destroy());
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? resolve() : reject(error),
      );
      server.listen(port, '127.0.0.1', () => {
        held.push(server);
        own.add(port);
        resolve();
      });
    });
  }
});
afterAll(async () => {
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
});

let folder: LabFolder | undefined;
afterEach(async () => {
  await folder?.remove();
  folder = undefined;
});

describe('with ports 3000, 8000 and 9090 in use', () => {
  test('the lab names the process, the course shows the actual addresses, and step 8 is judged by them', async () => {
    folder = await createLabFolder();
    const workspace = await prepareWorkspace(folder, { step: 'scrape-api', stage: 'labeled-counter' });
    const lab = folder.open('start', '--prometheus', 'embedded');
    const shown = await lab.sees('What next?');
    const words = shown.replaceAll(/\s+/g, ' ');
    for (const port of USUAL) {
      expect(words).toMatch(new RegExp(`Port ${port} is in use by \\S.* \\(process \\d+\\), so`));
      const holder = own.has(port) ? String(process.pid) : '\\d+';
      expect(words).toMatch(new RegExp(`Port ${port} is in use by [^(]*\\(process ${holder}\\)`));
    }
    const metrics = /metrics\s+http:\/\/(localhost:\d+)\/metrics/.exec(shown)?.[1] ?? '';
    expect(metrics).not.toBe('localhost:8000');
    // The text of the step, not only the lines below it: what will be seen.
    expect(words).toContain(`up{instance="${metrics}", job="api"}`);
    expect(words).not.toContain('localhost:8000');
    const hints = [await folder.run('hint'), await folder.run('hint'), await folder.run('hint')];
    const hint = hints.map(({ stdout }) => stdout).join('\n');
    expect(hint).toContain(metrics);
    expect(hint).not.toContain('localhost:8000');

    const file = path.join(workspace, 'prometheus.yml');
    const starter = (await readFile(file, 'utf8')).trimEnd();
    const job = (target: string): string =>
      `${starter}\n\n  - job_name: api\n    static_configs:\n      - targets: ['${target}']\n`;
    await writeFile(file, job('localhost:8000'));
    // Another program answers at the usual port: what it says is no mistake of the learner.
    await lab.sees('Step scrape-api could not be judged.');
    await writeFile(file, job(metrics));
    await lab.sees('Step scrape-api passes.');

    const reset = await folder.run('reset', 'scrape-api', '--json');
    expect(reset.exitCode, reset.stderr).toBe(0);
    const applied = await folder.run('apply', 'scrape-api', '--json');
    expect(applied.exitCode, applied.stderr).toBe(0);
    await expect(readFile(file, 'utf8')).resolves.toContain(metrics);
    const checked = await folder.run('check', 'scrape-api', '--json');
    expect(JSON.parse(checked.stdout)).toMatchObject({ step: 'scrape-api', status: 'pass' });

    const query = await folder.run('query', 'up{job="api"}', '--json');
    expect(JSON.parse(query.stdout)).toMatchObject({
      result: [{ metric: { instance: metrics }, value: [expect.any(Number), '1'] }],
    });
  });

  test('doctor names the process and the fix, and reports no problem', async () => {
    folder = await createLabFolder();
    const result = await folder.run('doctor', '--json', '--prometheus', 'embedded');
    const { findings } = JSON.parse(result.stdout) as {
      findings: { check: string; status: string; message: string; remedy?: string }[];
    };
    for (const port of USUAL) {
      expect(findings.find(({ check }) => check === `port-${port}`)).toMatchObject({
        status: 'warning',
        message: expect.stringMatching(/is in use by \S.*\(process \d+\)/),
        remedy: expect.stringContaining('another port'),
      });
    }
    expect(result.exitCode).toBe(0);
  });
});
