import { describe, expect, test } from 'vitest';
import {
  explainMissing,
  isLimitExceeded,
  judgeLimit,
} from '../../../../src/lab/checks/kinds/scrape-job/sample-limit.ts';
import { parseLimits } from '../../../../src/lab/checks/prometheus/loaded-config.ts';

const config = (global: string, prometheus: string, api: string): string => `global:
  scrape_interval: 5s
${global}
scrape_configs:
  - job_name: prometheus
${prometheus}
  - job_name: api
${api}
`;

const limitOfApi = (yaml: string): number | undefined =>
  parseLimits(yaml).find(({ name }) => name === 'api')?.sampleLimit;

describe('the limit of a job', () => {
  test.each([
    ['its own', config('', '', '    sample_limit: 500'), 500],
    ['that of global', config('  sample_limit: 700', '', ''), 700],
    ['its own before that of global', config('  sample_limit: 700', '', '    sample_limit: 500'), 500],
    ['that of global, where its own is 0', config('  sample_limit: 700', '', '    sample_limit: 0'), 700],
    ['none', config('', '    sample_limit: 500', ''), 0],
  ])('is %s', (_, yaml, limit) => {
    expect(limitOfApi(yaml)).toBe(limit);
  });

  test('is read from a file that is included', () => {
    const main = 'scrape_config_files: [jobs.yml]\n';
    const included = [{ text: 'scrape_configs:\n  - job_name: api\n    sample_limit: 5\n' }];
    expect(parseLimits(main, included)).toEqual([{ name: 'api', sampleLimit: 5, others: [] }]);
    expect(parseLimits('', included)).toEqual([]);
  });

  test.each<[code: string, yaml: string]>([
    ['sample-limit-missing', config('', '', '')],
    ['limit-on-other-job', config('', '    sample_limit: 500', '')],
    ['other-limit', config('', '', '    label_limit: 500')],
    ['other-limit', config('', '    sample_limit: 500', '    body_size_limit: 1MB')],
  ])('%s, where there is none', (code, yaml) => {
    expect(explainMissing(parseLimits(yaml), 'api').code).toBe(code);
  });
});

describe('a limit', () => {
  const wanted = { job: 'api', samples: 150, atLeastTimes: 1.2, atMost: 3_000 };

  test.each<[code: string | undefined, limit: number]>([
    ['sample-limit-too-low', 20],
    ['sample-limit-too-low', 179],
    [undefined, 180],
    [undefined, 3_000],
    ['sample-limit-too-high', 3_001],
  ])('%s, where it is %d and there are 150 samples', (code, limit) => {
    const verdict = judgeLimit({ ...wanted, limit }, undefined);
    expect(verdict.status === 'pass' ? undefined : verdict.code).toBe(code);
  });

  test('is too low where the target is down because of it, whatever the samples are', () => {
    const verdict = judgeLimit({ ...wanted, samples: 10, limit: 200 }, 'sample limit exceeded');
    expect(verdict).toMatchObject({ code: 'sample-limit-too-low' });
  });

  test('may be as high as an app needs that exposes more than the most', () => {
    expect(judgeLimit({ ...wanted, samples: 4_000, limit: 4_800 }, undefined).status).toBe('pass');
    expect(judgeLimit({ ...wanted, samples: 4_000, limit: 4_801 }, undefined).status).toBe('fail');
  });

  test('is told from other limits by what Prometheus says', () => {
    expect(isLimitExceeded('sample limit exceeded')).toBe(true);
    expect(isLimitExceeded('body size limit exceeded')).toBe(false);
  });
});
