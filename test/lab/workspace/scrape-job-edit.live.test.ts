// What the edit makes, in the judgment of Prometheus's own parser.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { addScrapeJob } from '../../../src/lab/workspace/scrape-job/edit.ts';
import { isPrometheusMissing, realPromtool } from '../../support/real-prometheus.ts';

describe.skipIf(isPrometheusMissing)('promtool accepts', () => {
  test.each([
    ['', 'an empty file'],
    ['\uFEFF# only\r\nglobal:\r\n  scrape_interval: 5s\r\n', 'a mark, comments and Windows lines'],
    ['scrape_configs:\n- job_name: a\n', 'a list at the margin'],
    ['scrape_configs: [{job_name: a}]\n', 'a list in brackets'],
    [
      "scrape_configs:\n  - job_name: api\n    static_configs:\n      - targets: 'http://localhost:8000'\n",
      'a string with a scheme',
    ],
    [
      'scrape_configs:\n  - job_name: api\n    target: [x]\n    scheme: https\n  - job_name: api\n',
      'a field of no job, and a job twice',
    ],
    [
      'scrape_configs:\n  - job_name: api\n    static_configs: localhost:8000\n    params: {a: [b]}\n',
      'a string for the groups',
    ],
  ])('what was %j: %s', async (before) => {
    const edit = addScrapeJob(before, { job: 'api', target: 'localhost:8000' });
    if (edit.status !== 'edited') throw new Error(JSON.stringify(edit));
    const dir = await mkdtemp(join(tmpdir(), 'lab-edit-'));
    onTestFinished(() => rm(dir, { recursive: true }));
    const file = join(dir, 'prometheus.yml');
    await writeFile(file, edit.text);
    const { stdout } = await promisify(execFile)(realPromtool ?? '', ['check', 'config', file]);
    expect(stdout).toContain('is valid prometheus config file syntax');
  });
});
