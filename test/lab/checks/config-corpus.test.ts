import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeFile } from '../../../src/lab/checks/config/file.ts';
import type { Fail } from '../../../src/lab/model/verdict.ts';

const repo = join(import.meta.dirname, '../../..');
const step = join(repo, 'steps/08-scrape-api');
const starter = readFileSync(join(repo, 'prometheus/prometheus.yml'), 'utf8');
const wanted = { name: 'api', ports: { metrics: [8000], api: [3000] }, others: ['prometheus'] };
/** What only the running Prometheus can say: codes, and a file whose code others get before. */
const live = new Set(['target-down', 'key-unknown', 'target-not-discovered', 'labels-as-a-list.yml']);

function judge(text: string): Fail | undefined {
  return judgeFile({ file: 'prometheus.yml', text }, wanted, starter);
}

function filesOf(folder: string): { readonly file: string; readonly text: string; readonly code: string }[] {
  const files = readdirSync(join(step, folder)).filter((file) => file.endsWith('.yml'));
  return files.map((file) => {
    const text = readFileSync(join(step, folder, file), 'utf8');
    return { file, text, code: /^# mistake: ([\w-]+)/.exec(text)?.[1] ?? '' };
  });
}

describe('a prometheus.yml of the corpus', () => {
  test.each(filesOf('mistakes'))('$file gets its code', ({ file, text, code }) => {
    expect(judge(text)?.code).toBe(live.has(code) || live.has(file) ? undefined : code);
  });

  test.each(filesOf('variants'))('$file passes', ({ text }) => {
    expect(judge(text)).toBeUndefined();
  });

  test('the starter lacks the job', () => {
    expect(judge(starter)?.code).toBe('job-missing');
  });
});
