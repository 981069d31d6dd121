import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { Fact } from '../../../src/lab/model/verdict.ts';
import type { SessionEvent } from '../../../src/lab/session/contract/events.ts';
import {
  createLazyPrometheus,
  PROMETHEUS_PORT,
  type LazyPrometheus,
} from '../../../src/lab/session/live/prometheus.ts';
import { processesOf, until } from '../../faults/support/traces.ts';
import { isPrometheusMissing, prometheusPath } from '../../support/real-prometheus.ts';
import { sessionEnv } from './env.ts';

const { signal } = new AbortController();
let dir = '';
let prometheus: LazyPrometheus | undefined;
const holders: Server[] = [];
afterEach(async () => {
  await prometheus?.stop();
  for (const holder of holders.splice(0)) await new Promise((resolve) => holder.close(resolve));
  await rm(dir, { recursive: true, force: true });
});

const isMove = (fact: Fact): fact is Fact & { to: number } => fact.kind === 'port-moved/prometheus';

/** Holds a port from this moment on: on an address a listen is at once. Resolves with whether it was free. */
function hold(port: number): Promise<boolean> {
  const server = createServer((socket) => socket.destroy());
  holders.push(server);
  return new Promise((resolve) => {
    server.once('listening', () => resolve(true));
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1');
  });
}

async function openPrometheus(onNote: (fact: Fact) => void, choice = 'embedded'): Promise<LazyPrometheus> {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-prometheus-')));
  const configFile = path.join(dir, 'prometheus.yml');
  await writeFile(configFile, 'scrape_configs: []\n');
  prometheus = createLazyPrometheus({
    choice,
    configFile,
    dataDir: () => Promise.resolve(path.join(dir, 'data')),
    place: sessionEnv(dir),
    emit: (event: SessionEvent) => (event.kind === 'note' ? onNote(event.fact) : undefined),
  });
  return prometheus;
}

test('a port that another program takes at the last moment is replaced by the next one', async () => {
  await hold(PROMETHEUS_PORT);
  const chosen: number[] = [];
  const opened = await openPrometheus((fact) => {
    if (!isMove(fact)) return;
    const port = fact.to;
    chosen.push(port);
    // Between the look at the port and the start on it: the note comes right after the look.
    if (chosen.length === 1) void hold(port);
  });
  const { api } = await opened.get(signal);
  expect(chosen).toHaveLength(2);
  expect(api.url).toBe(`http://127.0.0.1:${String(chosen[1])}`);
  expect(await api.version(signal)).toMatch(/ecom-lab/);
});

test('the same Prometheus is returned while it runs, and none after the session has ended', async () => {
  const opened = await openPrometheus(() => undefined);
  const first = await opened.get(signal);
  expect(await opened.get(signal)).toBe(first);
  expect(opened.current()).toBe(first);
  await opened.stop();
  expect(opened.current()).toBeUndefined();
  await expect(opened.get(signal)).rejects.toMatchObject({ code: 'session-closed' });
});

test('a caller waits for a restart that is under way, and listeners hear when it begins', async () => {
  const notes: Fact[] = [];
  const opened = await openPrometheus((fact) => notes.push(fact));
  expect(await opened.restart(signal)).toEqual({ status: 'started' });
  const first = await opened.get(signal);
  const order: string[] = [];
  const remove = opened.onRestart(() => order.push('begun'));
  const restarting = opened.restart(signal).then(({ status }) => order.push(status));
  await new Promise(setImmediate);
  const asking = opened
    .get(signal)
    .then((provider) =>
      order.push(`given, ${provider === first && provider.status().isRunning ? 'runs' : 'does not run'}`),
    );
  await Promise.all([restarting, asking]);
  expect(order).toEqual(['begun', 'reloaded', 'given, runs']);
  expect(await Promise.all([opened.restart(signal), opened.restart(signal)])).toEqual([
    { status: 'reloaded' },
    { status: 'reloaded' },
  ]);
  expect(order.filter((what) => what === 'begun')).toHaveLength(3);
  remove();
  await opened.restart(signal);
  expect(order.filter((what) => what === 'begun')).toHaveLength(3);
  expect(notes.filter(({ kind }) => kind === 'prometheus-exited')).toEqual([]);
});

test('a caller that stops waiting for the start leaves it to the others', async () => {
  const opened = await openPrometheus(() => undefined);
  const hasty = new AbortController();
  const given = opened.get(hasty.signal);
  const waiting = opened.get(signal);
  hasty.abort(new Error('a later save'));
  await expect(given).rejects.toThrow('a later save');
  expect((await waiting).status()).toEqual({ isRunning: true });
});

test('one that has exited is started again, with a note to the learner', async () => {
  const notes: Fact[] = [];
  const opened = await openPrometheus((fact) => notes.push(fact));
  const first = await opened.get(signal);
  await first.stop();
  const second = await opened.get(signal);
  expect(second).not.toBe(first);
  expect(second.status()).toEqual({ isRunning: true });
  expect(notes).toContainEqual({ kind: 'prometheus-exited', reason: { kind: 'stopped' } });
});

test.skipIf(isPrometheusMissing || process.platform !== 'linux')(
  'one that loses its port during a restart gets another port',
  async () => {
    // A Prometheus whose second start waits until its port is taken.
    const folder = await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-slow-prometheus-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const slow = path.join(folder, 'prometheus');
    const wait = `[ -e ${folder}/ran ] && until [ -e ${folder}/taken ]; do sleep 0.02; done; touch ${folder}/ran`;
    const lines = [
      '#!/bin/sh',
      `case "$*" in *--config*) ${wait} ;; esac`,
      `exec ${prometheusPath()} "$@"`,
      '',
    ];
    await writeFile(slow, lines.join('\n'), { mode: 0o755 });
    const moves: Fact[] = [];
    const opened = await openPrometheus((fact) => isMove(fact) && moves.push(fact), slow);
    const first = await opened.get(signal);
    const port = Number(new URL(first.api.url).port);
    // Where the usual port was in use, it has moved once already.
    moves.length = 0;
    const restarting = opened.restart(signal);
    await until(() => hold(port));
    await writeFile(path.join(folder, 'taken'), '');
    expect(await restarting).toEqual({ status: 'reloaded' });
    const second = await opened.get(signal);
    expect(second.status()).toEqual({ isRunning: true });
    expect(Number(new URL(second.api.url).port)).not.toBe(port);
    expect(moves).toMatchObject([{ port }]);
  },
);

test.skipIf(isPrometheusMissing || process.platform !== 'linux')(
  'one that dies counts as lost from the moment it is gone',
  async () => {
    const opened = await openPrometheus(() => undefined, prometheusPath());
    const used = await opened.get(signal);
    const unreachable = 'prometheus-unreachable';
    expect(await opened.hasLost(used, unreachable, signal)).toBe(false);
    const { pid = 0 } = processesOf(dir).find(({ what }) => what.includes('prometheus --config')) ?? {};
    process.kill(pid, 'SIGKILL');
    expect(await opened.hasLost(used, unreachable, signal)).toBe(true);
    await opened.get(signal);
    expect(await opened.hasLost(used, undefined, signal)).toBe(true);
  },
);

test.skipIf(isPrometheusMissing || process.platform !== 'linux')(
  'an unresponsive one is not checked for its exit, unless the check found its port free',
  async () => {
    const opened = await openPrometheus(() => undefined, prometheusPath());
    const used = await opened.get(signal);
    const { pid = 0 } = processesOf(dir).find(({ what }) => what.includes('prometheus --config')) ?? {};
    process.kill(pid, 'SIGSTOP');
    // A question to it would end with this signal.
    expect(await opened.hasLost(used, 'wrong-type', AbortSignal.abort(new Error('asked')))).toBe(false);
    process.kill(pid, 'SIGCONT');
  },
);
