import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../../src/prometheus/model/clock.ts';
import { Scraper } from '../../../src/prometheus/scrape/index.ts';
import type { Clock } from '../../../src/prometheus/model/samples.ts';
import { openStore } from '../../../src/prometheus/storage/index.ts';
import { config } from './support.ts';

/** A scraper of nothing on files of targets in an own folder. */
async function setUp(clock: Clock) {
  const dir = await mkdtemp(join(tmpdir(), 'ecom-lab-targets-'));
  const opened = await openStore({ clock });
  if (opened.status !== 'open') throw new Error(opened.message);
  const lines: string[] = [];
  let told: (() => void) | undefined;
  const tell = (): void => told?.();
  const scraper = new Scraper({
    store: opened.store,
    clock,
    log(line) {
      lines.push(line);
      tell();
    },
    fetchPage() {
      tell();
      return Promise.resolve({ status: 'failed', message: 'not asked' });
    },
  });
  return {
    dir,
    lines,
    scraper,
    addresses: (): string[] =>
      scraper
        .active()
        .map(({ labels }) => labels.get('instance'))
        .toSorted(),
    /** Waits for the next event until it holds. */
    until: async (holds: () => boolean): Promise<void> => {
      while (!holds()) {
        await new Promise<void>((resolve) => {
          told = resolve;
          setTimeout(resolve, 50);
        });
      }
    },
    put: async (name: string, text: string): Promise<void> => {
      await writeFile(join(dir, `${name}.new`), text);
      await rename(join(dir, `${name}.new`), join(dir, name));
    },
    stop: async (): Promise<void> => {
      await scraper.stop();
      await opened.store.close();
    },
  };
}

test('targets in files appear, change and disappear without a reload, and an invalid file changes nothing', async () => {
  const { dir, lines, scraper, addresses, until, put, stop } = await setUp(systemClock);

  await put('a.json', '[{"targets": ["a:1"], "labels": {"env": "lab"}}]');
  const text = `scrape_configs: [{job_name: files, scrape_interval: 1h, file_sd_configs: [{files: ['*.json', 'more.yml', '${'x'.repeat(300)}/*.json']}]}]`;
  await scraper.applyConfig(config(text, join(dir, 'prometheus.yml')));
  expect(addresses()).toEqual(['a:1']);
  // A folder that cannot be read (its name is too long for any disk) is told, and costs the other patterns nothing.
  expect(lines.splice(0).join('\n')).toMatch(/xxx cannot be watched/);
  expect(scraper.active()[0]?.discoveredLabels.get('__meta_filepath')).toBe(join(dir, 'a.json'));
  expect(scraper.active()[0]?.labels.toObject()).toEqual({ env: 'lab', instance: 'a:1', job: 'files' });

  await put('more.yml', '- targets: [b:1, c:1]\n');
  await until(() => addresses().length === 3);
  expect(addresses()).toEqual(['a:1', 'b:1', 'c:1']);

  await put('more.yml', '- target: [b:1]\n');
  await until(() => lines.some((line) => line.includes('more.yml: line 1: field target not found')));
  expect(addresses()).toEqual(['a:1', 'b:1', 'c:1']);

  await rm(join(dir, 'a.json'));
  await until(() => addresses().length === 2);
  expect(addresses()).toEqual(['b:1', 'c:1']);
  await stop();
});

test('a folder that is created later is found by a refresh, and watched from then on', async () => {
  let refresh: (() => void) | undefined;
  const { dir, lines, scraper, addresses, until, put, stop } = await setUp({
    now: () => systemClock.now(),
    after(delayMs, callback) {
      if (delayMs < 5 * 60_000) return systemClock.after(delayMs, callback);
      refresh = callback;
      return () => undefined;
    },
  });
  const text = `scrape_configs: [{job_name: files, scrape_interval: 10s, file_sd_configs: [{files: ['sd/*.json']}]}]`;
  await scraper.applyConfig(config(text, join(dir, 'prometheus.yml')));
  refresh?.();
  await until(() => lines.length > 0);
  expect(lines).toEqual([expect.stringContaining('cannot be watched')]);

  await mkdir(join(dir, 'sd'));
  await put('sd/a.json', '[{"targets": ["a:1"]}]');
  expect(addresses()).toEqual([]);
  refresh?.();
  await until(() => addresses().length === 1);

  await put('sd/b.json', '[{"targets": ["b:1"]}]');
  await until(() => addresses().length === 2);
  expect(lines).toHaveLength(1);
  await stop();
});

test('a pattern with many asterisks is matched quickly, and asterisks match any text', async () => {
  const { dir, scraper, addresses, put, stop } = await setUp(systemClock);
  // A regular expression of it would be tried in more ways than there is time for.
  await put(`${'a'.repeat(200)}.json`, '[{"targets": ["long:1"]}]');
  await put('one-two-three.json', '[{"targets": ["three:1"]}]');
  const patterns = [
    `${'*a'.repeat(60)}*b.json`,
    'one*two*.json',
    '*aa*a.json',
    'one-two-three-three*.json',
    'aa*a*.json',
  ];
  const jobs = patterns.map(
    (pattern, at) => `{job_name: job${at}, scrape_interval: 1h, file_sd_configs: [{files: ['${pattern}']}]}`,
  );
  await scraper.applyConfig(config(`scrape_configs: [${jobs.join(', ')}]`, join(dir, 'prometheus.yml')));
  expect(addresses()).toEqual(['long:1', 'long:1', 'three:1']);
  await stop();
});
