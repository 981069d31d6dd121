// Whatever a learner writes into prometheus.yml: it is judged, loaded and edited in time, and never a crash.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeFile } from '../../src/lab/checks/config/file.ts';
import { worded } from '../../src/lab/words/index.ts';
import { addScrapeJob } from '../../src/lab/workspace/scrape-job/edit.ts';
import { parseConfig } from '../../src/prometheus/config/index.ts';
import { FUZZ, mutated, quick } from './inputs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const folder = (name: string): string[] =>
  readdirSync(path.join(root, name))
    .filter((file) => file.endsWith('.yml'))
    .map((file) => read(path.join(name, file)));

/** What is right in the comments is no use here, and takes the parser most of its time. */
const bare = (text: string): string => text.replaceAll(/^ *#.*\n/gm, '').replaceAll(/\n{2,}/g, '\n');

const STARTER = read('prometheus/prometheus.yml');
const SEEDS = [
  STARTER,
  ...folder('steps/08-scrape-api/mistakes'),
  ...folder('steps/08-scrape-api/variants'),
].map(bare);
const TOKENS = [
  'scrape_configs:\n',
  '  - job_name: api\n',
  "    static_configs:\n      - targets: ['localhost:8000']\n",
  'relabel_configs',
  'regex: (a+)+$',
  'file_sd_configs',
  'scrape_interval: 1s\n',
  '*x, *x, *x, *x, *x, *x, *x, *x, *x',
  'a: &x [1, 1, 1, 1, 1, 1, 1, 1]\n',
];
const PORTS = { metrics: [8000], api: [3000] };
const inputs = mutated(SEEDS, TOKENS);

describe('any text in prometheus.yml', () => {
  test('gets one error from the check, or none', () => {
    fc.assert(
      fc.property(inputs, (text) => {
        const fault = quick(() =>
          judgeFile(
            { file: 'prometheus.yml', text },
            { name: 'api', ports: PORTS, others: ['prometheus'] },
            STARTER,
          ),
        );
        if (fault === undefined) return;
        expect(fault.status).toBe('fail');
        expect(fault.code).toMatch(/^[a-z-]+$/);
        const words = Object.values(worded(fault)).map(String);
        expect(words.filter((one) => one === '' || one.length >= 600)).toEqual([]);
      }),
      FUZZ,
    );
  });

  test('is loaded by the embedded Prometheus or rejected with a reason', () => {
    fc.assert(
      fc.property(inputs, (text) => {
        const outcome = quick(() => parseConfig(text, 'prometheus.yml'));
        expect(outcome.status === 'ok' || outcome.message !== '').toBe(true);
      }),
      FUZZ,
    );
  });

  test('gets the job from apply, which then finds it again, or is rejected', () => {
    fc.assert(
      fc.property(inputs, (text) => {
        const wanted = { job: 'api', target: 'localhost:8000' };
        const edit = quick(() => addScrapeJob(text, wanted));
        const again = edit.status === 'rejected' ? undefined : addScrapeJob(edit.text, wanted);
        const isRefused = edit.status === 'rejected' && edit.line >= 1;
        expect(isRefused || again?.status === 'unchanged').toBe(true);
      }),
      FUZZ,
    );
  });
});
