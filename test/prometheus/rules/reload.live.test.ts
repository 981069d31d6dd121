// Rule files of a server: at its start, at a reload, and when they are only checked.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkConfig, startPrometheus, type EmbeddedServer } from '../../../src/prometheus/index.ts';
import { groupsOf, rulesOf, valueOf } from './ask.ts';

const START = 1_700_000_000_000;

interface Place {
  readonly configFile: string;
  write(groups: readonly unknown[] | string): Promise<void>;
}

async function place(global: object = {}): Promise<Place> {
  const dir = await mkdtemp(join(tmpdir(), 'rules-reload-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const configFile = join(dir, 'prometheus.yml');
  // JSON is YAML.
  await writeFile(configFile, JSON.stringify({ global, rule_files: ['rules.yml'] }));
  return {
    configFile,
    write: (groups) =>
      writeFile(join(dir, 'rules.yml'), typeof groups === 'string' ? groups : JSON.stringify({ groups })),
  };
}

async function startOn({ configFile }: Place): Promise<EmbeddedServer> {
  const server = await startPrometheus({ configFile, port: 0, clockStartMs: START });
  onTestFinished(() => server.stop());
  return server;
}

const BROKEN = 'groups:\n- name: a\n  rules:\n  - {record: a, expr: "sum("}\n';
const RULE = { record: 'a', expr: '1' };

describe('a broken rule file', () => {
  test('keeps the server from starting, with the place of the error', async () => {
    const files = await place();
    await files.write(BROKEN);
    const reason = { code: 'bad-config', message: expect.stringMatching(/rules\.yml: 4:.*parse error/) };
    await expect(startPrometheus({ configFile: files.configFile, port: 0 })).rejects.toMatchObject(reason);
    expect(await checkConfig(files.configFile)).toMatchObject({
      status: 'rejected',
      message: reason.message,
    });
  });

  test('keeps the old rules at a reload', async () => {
    const files = await place();
    await files.write([{ name: 'old', rules: [RULE] }]);
    const server = await startOn(files);
    await files.write(BROKEN);
    expect(await server.reload()).toMatchObject({
      status: 'rejected',
      message: expect.stringContaining('rules.yml'),
    });
    const response = await fetch(`${server.url}/-/reload`, { method: 'POST' });
    expect([response.status, await response.text()]).toEqual([
      500,
      expect.stringMatching(/^failed to reload config: .*rules\.yml: 4:/),
    ]);
    await server.advance(60_000);
    expect(await rulesOf(server.url)).toMatchObject([{ name: 'a', health: 'ok' }]);
    expect(await valueOf(server.url, 'a')).toBe(1);
  });
});

test('a reload takes rules up, and lets those that have not changed continue', async () => {
  const files = await place({ evaluation_interval: '10s' });
  const alerting = { alert: 'On', expr: '1', for: '1h' };
  await files.write([{ name: 'kept', rules: [alerting] }]);
  const server = await startOn(files);
  await server.advance(30_000);
  const activeAt = async (): Promise<unknown> =>
    (await rulesOf(server.url)).find(({ name }) => name === 'On')?.alerts;
  const before = await activeAt();
  expect(before).toMatchObject([{ state: 'pending' }]);
  await files.write([
    { name: 'kept', rules: [alerting, RULE] },
    { name: 'new', interval: '1s', rules: [{ record: 'b', expr: '2' }] },
  ]);
  expect(await server.reload()).toEqual({ status: 'reloaded' });
  await server.advance(10_000);
  expect(await activeAt()).toEqual(before);
  expect([await valueOf(server.url, 'a'), await valueOf(server.url, 'count_over_time(b[10s])')]).toEqual([
    1, 10,
  ]);
  expect(await groupsOf(server.url)).toMatchObject([{ name: 'kept' }, { name: 'new' }]);
});

test('rule_query_offset holds for groups that have none', async () => {
  const files = await place({ evaluation_interval: '1s', rule_query_offset: '30s' });
  await files.write([
    { name: 'a', rules: [{ record: 'a', expr: 'time()' }] },
    { name: 'b', query_offset: '0s', rules: [{ record: 'b', expr: 'time()' }] },
  ]);
  const server = await startOn(files);
  await server.advance(2_000);
  const now = (START + 2_000) / 1000;
  expect(now - ((await valueOf(server.url, 'a')) ?? NaN)).toBeGreaterThanOrEqual(30);
  expect(now - ((await valueOf(server.url, 'b')) ?? NaN)).toBeLessThan(1.5);
  expect(await (await fetch(`${server.url}/api/v1/status/config`)).text()).toContain(
    'rule_query_offset: 30s',
  );
});
