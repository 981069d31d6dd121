import { describe, expect, test } from 'vitest';
import { limitJob } from '../../../src/lab/workspace/scrape-job/sample-limit.ts';

const config = (job: string): string => `scrape_configs:
  - job_name: prometheus
    static_configs:
      - targets: ['localhost:9090']

${job}`;

describe('the limit of a job', () => {
  test.each([
    [
      'is a line below its name',
      "  - job_name: api # the shop\n    static_configs:\n      - targets: ['localhost:8000']\n",
      "  - job_name: api # the shop\n    sample_limit: 500\n    static_configs:\n      - targets: ['localhost:8000']\n",
    ],
    [
      'is below the name wherever that is',
      "  - static_configs:\n      - targets: ['localhost:8000']\n    job_name: api\n",
      "  - static_configs:\n      - targets: ['localhost:8000']\n    job_name: api\n    sample_limit: 500\n",
    ],
    [
      'ends a file that has no end of line',
      '  - static_configs: []\n    job_name: api',
      '  - static_configs: []\n    job_name: api\n    sample_limit: 500\n',
    ],
    [
      'replaces another one',
      '  - job_name: api\n    sample_limit: 20 # too few\n',
      '  - job_name: api\n    sample_limit: 500 # too few\n',
    ],
    [
      'is within braces',
      '  - {job_name: api, scheme: http}\n',
      '  - {job_name: api, sample_limit: 500, scheme: http}\n',
    ],
    ['stays', '  - job_name: api\n    sample_limit: 500\n', '  - job_name: api\n    sample_limit: 500\n'],
    ['is no key of a job that is not there', '  - job_name: other\n', '  - job_name: other\n'],
    [
      'replaces a key without a value',
      '  - job_name: api\n    sample_limit:\n',
      '  - job_name: api\n    sample_limit: 500\n',
    ],
  ])('%s', (_, before, after) => {
    const edited = limitJob(config(before), 'api', 500);
    expect(edited).toBe(config(after));
    expect(limitJob(edited, 'api', 500)).toBe(edited);
  });

  test('keeps the line ends of Windows', () => {
    const text = config('  - job_name: api\n    scheme: http\n').replaceAll('\n', '\r\n');
    expect(limitJob(text, 'api', 500)).toContain('job_name: api\r\n    sample_limit: 500\r\n    scheme');
  });
});
