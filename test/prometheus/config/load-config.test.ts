// What is read from disk: prometheus.yml, and the files that scrape_config_files names.
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatLoadedConfig, loadConfig } from '../../../src/prometheus/config/index.ts';

let dir: string;
beforeEach(async () => {
  // A folder whose name has signs of a pattern is taken as it is.
  dir = join(await realpath(await mkdtemp(join(tmpdir(), 'ecom-lab-load-'))), 'a [b] *c');
  await mkdir(dir);
});
afterEach(() => rm(dirname(dir), { recursive: true, force: true }));

async function load(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  return loadConfig(join(dir, 'prometheus.yml'));
}

const job = (name: string): string =>
  `scrape_configs:\n- job_name: ${name}\n  static_configs:\n  - targets: ['localhost:8000']\n`;

describe('scrape_config_files', () => {
  test.each([
    ['shop.yml', ['api']],
    ['*.yaml', []],
    ['jobs/*.yml', ['a', 'b']],
    ['jobs/?.yml', ['a', 'b']],
    ['jobs/[b-z].yml', ['b']],
    ['jobs/[^b].yml', ['a']],
    ['not-there.yml', []],
  ])('%s adds the jobs of the files that it matches', async (pattern, names) => {
    const outcome = await load({
      'prometheus.yml': `global: {scrape_interval: 7s}\nscrape_config_files: ['${pattern}']\n${job('prometheus')}`,
      'shop.yml': job('api'),
      'jobs/b.yml': job('b'),
      'jobs/a.yml': job('a'),
      'jobs/readme.md': 'no job',
    });
    if (outcome.status === 'error') throw new Error(outcome.message);
    expect(outcome.config.includedJobs.map(({ jobName }) => jobName)).toEqual(names);
    for (const { scrapeIntervalMs } of outcome.config.includedJobs) expect(scrapeIntervalMs).toBe(7_000);
    const shown = formatLoadedConfig(outcome.config);
    expect(shown).toContain(`- ${join(dir, pattern)}`);
    expect(shown).not.toContain('job_name: api');
  });

  test.each([
    [
      'a job that is there already',
      'shop.yml',
      job('prometheus'),
      'found multiple scrape configs with job name "prometheus", first found in main config file',
    ],
    [
      'a key of the main file',
      'shop.yml',
      'global: {}\n',
      'field global not found in type config.ScrapeConfigs',
    ],
    [
      'a pattern that is malformed',
      '[a.yml',
      '',
      'error retrieving scrape config files for "[a.yml": syntax error in pattern',
    ],
    ['a star in a folder', '*/shop.yml', '', 'invalid scrape config file path "*/shop.yml"'],
  ])('rejects %s', async (_what, pattern, text, message) => {
    const outcome = await load({
      'prometheus.yml': `scrape_config_files: ['${pattern}']\n${job('prometheus')}`,
      'shop.yml': text,
    });
    expect(outcome.status === 'error' && outcome.message).toContain(message);
  });
});

test('a lone carriage return ends a line', async () => {
  const outcome = await load({ 'prometheus.yml': job('api').replaceAll('\n', '\r') });
  expect(outcome).toMatchObject({ status: 'ok', config: { jobs: [{ jobName: 'api' }] } });
});
