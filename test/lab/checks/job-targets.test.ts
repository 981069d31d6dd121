import { describe, expect, test } from 'vitest';
import {
  identityOf,
  isLost,
  judgeTargets,
  type Moment,
} from '../../../src/lab/checks/prometheus/job-targets.ts';
import { parseJobs } from '../../../src/lab/checks/prometheus/loaded-config.ts';
import { target } from './support/fake-prometheus.ts';

function momentOf(group: string, fields: Partial<Moment> = {}): Moment {
  const yaml = `scrape_configs:\n  - job_name: api\n    static_configs:\n      - ${group}\n`;
  const [loaded] = parseJobs(yaml);
  if (loaded === undefined) throw new Error('there is a job');
  const earlier = { nowMs: 0, targets: new Set<string>() };
  return { loaded, ports: [8000], own: [8000], earlier, wasAtWork: false, isAtWork: true, ...fields };
}

const discovered = (labels: Readonly<Record<string, string>>) => ({
  __address__: 'localhost:8000',
  __scheme__: 'http',
  job: 'api',
  ...labels,
});

describe('a target that Prometheus shows', () => {
  test.each([
    ["targets: ['localhost:8000']", {}, true],
    ["{ targets: ['localhost:8000'], labels: { shop: north } }", { shop: 'north' }, true],
    ["{ targets: ['localhost:8000'], labels: { rack: 1.0, shop: } }", { rack: '1.0' }, true],
    // From the file before this one.
    ["targets: ['localhost:8000']", { job: 'shop' }, false],
    ["targets: ['localhost:8000']", { shop: 'north' }, false],
    ["{ targets: ['localhost:8000'], labels: { shop: north } }", {}, false],
    ["targets: ['localhost:8001']", {}, false],
    // Of a file that the job names: what it says is not in the configuration.
    ['targets: []', { shop: 'north', __meta_filepath: '/shop.yml' }, true],
  ])('of the job with %s and discovered with %j counts: %s', (group, labels, isCounted) => {
    const shown = target({ discoveredLabels: discovered(labels) });
    expect(judgeTargets([shown], momentOf(group))).toEqual(isCounted ? { status: 'up' } : undefined);
  });

  test('proves nothing if it existed before the reload and Prometheus has not loaded the file', () => {
    const shown = target();
    const earlier = { nowMs: 0, targets: new Set([identityOf(shown)]) };
    const moment = momentOf("targets: ['localhost:8000']", { earlier, isAtWork: false });
    expect(judgeTargets([shown], moment)).toBeUndefined();
    expect(judgeTargets([target({ labels: { job: 'api', shop: 'new' } })], moment)).toEqual({ status: 'up' });
  });
});

describe('a target is lost', () => {
  const moment = momentOf("targets: ['localhost:8000']");

  test('if a rule drops it or changes its port', () => {
    expect(isLost([], [discovered({})], moment)).toBe(true);
    const elsewhere = target({
      scrapeUrl: 'http://localhost:9999/metrics',
      discoveredLabels: discovered({}),
    });
    expect(isLost([elsewhere], [], moment)).toBe(true);
  });

  test.each([
    ['nothing was dropped', [], []],
    ['it is there', [target()], [discovered({})]],
    ['one of another job was dropped', [], [discovered({ job: 'shop' })]],
    ['one of another job was dropped', [], [discovered({ job: 'shop', __meta_filepath: '/shop.yml' })]],
    ['one from before was dropped', [], [discovered({ shop: 'north' })]],
    ['one of another port was dropped', [], [discovered({ __address__: 'localhost:3000' })]],
  ])('but not if %s', (_what, active, dropped) => {
    expect(isLost(active, dropped, moment)).toBe(false);
  });
});
