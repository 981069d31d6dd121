import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { SessionEvent } from '../../../src/lab/session/events.ts';
import {
  createPrometheusDoor,
  PROMETHEUS_PORT,
  type PrometheusDoor,
} from '../../../src/lab/session/prometheus-door.ts';
import { sessionPlace } from './place.ts';

const { signal } = new AbortController();
let dir = '';
let door: PrometheusDoor | undefined;
const holders: Server[] = [];
afterEach(async () => {
  await door?.stop();
  for (const holder of holders.splice(0)) await new Promise((resolve) => holder.close(resolve));
  await rm(dir, { recursive: true, force: true });
});

/** Holds a port from this moment on: on an address a listen is at once. Somebody who has it already does as well. */
function hold(port: number): void {
  const server = createServer((socket) => socket.destroy());
  server.on('error', () => undefined);
  server.listen(port, '127.0.0.1');
  holders.push(server);
}

async function openDoor(onNote: (text: string) => void): Promise<PrometheusDoor> {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-door-')));
  const configFile = path.join(dir, 'prometheus.yml');
  await writeFile(configFile, 'scrape_configs: []\n');
  door = createPrometheusDoor({
    choice: 'embedded',
    configFile,
    dataDir: () => Promise.resolve(path.join(dir, 'data')),
    place: sessionPlace(dir),
    emit: (event: SessionEvent) => (event.kind === 'note' ? onNote(event.text) : undefined),
  });
  return door;
}

test('a port that another program takes in the last moment is given up for the next one', async () => {
  hold(PROMETHEUS_PORT);
  const chosen: number[] = [];
  const opened = await openDoor((text) => {
    const port = Number(/is (\d+) this time/.exec(text)?.[1]);
    if (Number.isNaN(port)) return;
    chosen.push(port);
    // Between the look at the port and the start on it: the note comes right after the look.
    if (chosen.length === 1) hold(port);
  });
  const { api } = await opened.get(signal);
  expect(chosen).toHaveLength(2);
  expect(api.url).toBe(`http://127.0.0.1:${String(chosen[1])}`);
  expect(await api.version(signal)).toMatch(/ecom-lab/);
});

test('the same Prometheus is given while it runs, and none once the session has ended', async () => {
  const opened = await openDoor(() => undefined);
  const first = await opened.get(signal);
  expect(await opened.get(signal)).toBe(first);
  expect(opened.current()).toBe(first);
  await opened.stop();
  expect(opened.current()).toBeUndefined();
  await expect(opened.get(signal)).rejects.toMatchObject({ code: 'session-closed' });
});

test('one that has ended is started again, and the learner is told', async () => {
  const notes: string[] = [];
  const opened = await openDoor((text) => notes.push(text));
  const first = await opened.get(signal);
  await first.stop();
  const second = await opened.get(signal);
  expect(second).not.toBe(first);
  expect(second.status()).toEqual({ isRunning: true });
  expect(notes.join('\n')).toContain(
    'Prometheus has ended (The lab has ended the embedded Prometheus.). Starting',
  );
});
