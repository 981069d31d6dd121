import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { systemClock } from '../../../src/prometheus/clock.ts';
import { Scraper } from '../../../src/prometheus/scrape/index.ts';
import { openStore } from '../../../src/prometheus/storage/index.ts';
import { config } from './support.ts';

test('targets in files come, change and go without a reload, and a broken file changes nothing', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ecom-lab-targets-'));
  const opened = await openStore({ clock: systemClock });
  if (opened.status !== 'open') throw new Error(opened.message);
  const lines: string[] = [];
  let told: (() => void) | undefined;
  const tell = (): void => told?.();
  const scraper = new Scraper({
    store: opened.store,
    clock: systemClock,
    log(line) {
      lines.push(line);
      tell();
    },
    fetchPage() {
      tell();
      return Promise.resolve({ status: 'failed', message: 'not asked' });
    },
  });
  const addresses = (): string[] =>
    scraper
      .active()
      .map(({ labels }) => labels.get('instance'))
      .toSorted();
  /** Waits for the next event until it holds. */
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) {
      await new Promise<void>((resolve) => {
        told = resolve;
        setTimeout(resolve, 50);
      });
    }
  };
  const put = async (name: string, text: string): Promise<void> => {
    await writeFile(join(dir, `.${name}.new`), text);
    await rename(join(dir, `.${name}.new`), join(dir, name));
  };

  await put('a.json', '[{"targets": ["a:1"], "labels": {"env": "lab"}}]');
  const text = `scrape_configs: [{job_name: files, scrape_interval: 1h, file_sd_configs: [{files: ['*.json', 'more.yml']}]}]`;
  await scraper.applyConfig(config(text, join(dir, 'prometheus.yml')));
  expect(addresses()).toEqual(['a:1']);
  expect(scraper.active()[0]?.discoveredLabels.get('__meta_filepath')).toBe(join(dir, 'a.json'));
  expect(scraper.active()[0]?.labels.toObject()).toEqual({ env: 'lab', instance: 'a:1', job: 'files' });

  await put('more.yml', '- targets: [b:1, c:1]\n');
  await until(() => addresses().length === 3);
  expect(addresses()).toEqual(['a:1', 'b:1', 'c:1']);

  await put('more.yml', '- target: [b:1]\n');
  await until(() => lines.length > 0);
  expect(lines[0]).toContain('more.yml: line 1: field target not found');
  expect(addresses()).toEqual(['a:1', 'b:1', 'c:1']);

  await rm(join(dir, 'a.json'));
  await until(() => addresses().length === 2);
  expect(addresses()).toEqual(['b:1', 'c:1']);
  await scraper.stop();
  await opened.store.close();
});
