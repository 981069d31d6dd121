import { describe, expect, test } from 'vitest';
import { manualClock } from '../../../src/prometheus/model/clock.ts';
import { Scraper } from '../../../src/prometheus/scrape/index.ts';
import { openStore } from '../../../src/prometheus/storage/index.ts';
import { apiJob, bench, config, NOW, STALE } from './support.ts';

/** When the samples are that the target has after a minute of timers that are so late. */
async function timesWith(lateMs: number): Promise<readonly number[]> {
  const clock = manualClock(NOW);
  const opened = await openStore({ clock });
  if (opened.status !== 'open') throw new Error(opened.message);
  const times: number[] = [];
  const scraper = new Scraper({
    store: opened.store,
    clock: { now: () => clock.now(), after: (delayMs, callback) => clock.after(delayMs + lateMs, callback) },
    fetchPage() {
      return Promise.resolve({ status: 'ok', body: Buffer.from('x 1\n'), contentType: 'text/plain' });
    },
  });
  await scraper.applyConfig(apiJob());
  await clock.advance(60_000, () => scraper.whenIdle());
  for (const { timestamps } of opened.store.select(
    [{ name: '__name__', op: '=', value: 'x' }],
    NOW,
    NOW + 60_000,
  ))
    times.push(...timestamps);
  await scraper.stop();
  await opened.store.close();
  return times;
}

/** A page of 1500 series. */
const seriesFrom = (from: number): string =>
  Array.from({ length: 1_500 }, (_, index) => `x{id="${String(from + index)}"} 1\n`).join('');

describe('a target', () => {
  test('is scraped at once when it is new, and then at its offset in each interval', async () => {
    const lab = await bench();
    lab.serve('x 1\n');
    await lab.apply(apiJob());
    expect(lab.samples('x')).toEqual([[NOW, 1]]);
    await lab.advance(3_600_000);
    const times = lab.samples('x').map(([time]) => time);
    expect(times.length).toBeGreaterThanOrEqual(360);
    const gaps = new Set(times.slice(2).map((time, i) => time - (times[i + 1] ?? 0)));
    expect(gaps).toEqual(new Set([10_000]));
    const firstGap = (times[1] ?? 0) - (times[0] ?? 0);
    expect(firstGap).toBeGreaterThanOrEqual(5_000);
    expect(firstGap).toBeLessThan(15_000);
    await lab.stop();
  });

  test('has samples at even times even if timers are slightly late', async () => {
    expect(await timesWith(2)).toEqual(await timesWith(0));
    expect(await timesWith(3)).not.toEqual(await timesWith(0));
  });

  test('is scraped at its next turn even if the clock is set back during a scrape', async () => {
    const clock = manualClock(NOW);
    let shiftMs = 0;
    const shifted = { now: () => clock.now() + shiftMs, after: clock.after.bind(clock) };
    const opened = await openStore({ clock: shifted });
    if (opened.status !== 'open') throw new Error(opened.message);
    let requests = 0;
    const scraper = new Scraper({
      store: opened.store,
      clock: shifted,
      fetchPage() {
        if (++requests === 3) shiftMs = -3_600_000;
        return Promise.resolve({ status: 'ok', body: Buffer.from('x 1\n'), contentType: 'text/plain' });
      },
    });
    await scraper.applyConfig(apiJob());
    await clock.advance(120_000, () => scraper.whenIdle());
    expect(requests).toBeGreaterThanOrEqual(11);
    await scraper.stop();
    await opened.store.close();
  });

  test('forgets series of old pages: a label that is always new must not fill the memory', async () => {
    const lab = await bench();
    const added: unknown[] = [];
    const first = seriesFrom(0);
    lab.serve(first);
    await lab.apply(apiJob());
    for (const served of [seriesFrom(1_500), first]) {
      lab.serve(served);
      await lab.advance(10_000);
      added.push(lab.report('scrape_series_added'));
    }
    expect(added).toEqual([1_500, 1_500]);
    await lab.stop();
  });

  test('gets its labels, and reports the result of each scrape', async () => {
    const lab = await bench();
    lab.serve('x{path="cart"} 1\ny 2\n');
    await lab.apply(apiJob());
    expect(lab.samples('x', { job: 'api', instance: 'app:8000', path: 'cart' })).toEqual([[NOW, 1]]);
    const reports = () =>
      ['up', 'scrape_samples_scraped', 'scrape_samples_post_metric_relabeling', 'scrape_series_added'].map(
        (name) => lab.report(name),
      );
    expect(reports()).toEqual([1, 2, 2, 2]);
    expect(lab.report('scrape_duration_seconds')).toBe(0);
    await lab.advance(20_000);
    expect(reports()).toEqual([1, 2, 2, 0]);
    await lab.stop();
  });

  // As a real Prometheus counts them, on the same pages.
  test.each([
    [
      'without those that a rule drops',
      '  metric_relabel_configs: [{source_labels: [__name__], regex: y, action: drop}]\n',
      ['x 1\ny 1\n'],
      [1],
    ],
    [
      'again when they were missing on one page',
      '',
      ['x 1\ny 1\n', 'x 1\n', 'x 1\ny 1\n', 'x 1\ny 1\n'],
      [2, 0, 1, 0],
    ],
    ['once, when a page in between failed', '', ['x 1\n', '!\n', 'x 1\n'], [1, 0, 0]],
    [
      'up to the sample limit',
      '  sample_limit: 2\n',
      ['x 1\ny 1\nz 1\n', 'x 1\ny 1\n', 'x 1\nz 1\n'],
      [2, 0, 1],
    ],
  ])('counts new series %s', async (_how, fields, pages, counts) => {
    const lab = await bench();
    lab.serve(pages[0] ?? '');
    await lab.apply(apiJob(fields));
    const found = [lab.report('scrape_series_added')];
    for (const page of pages.slice(1)) {
      lab.serve(page);
      // One scrape: the first gap is up to one and a half intervals long.
      const scrapes = lab.requests.length;
      while (lab.requests.length === scrapes) await lab.advance(1_000);
      found.push(lab.report('scrape_series_added'));
    }
    expect(found).toEqual(counts);
    await lab.stop();
  });

  test('shows its state (unknown, up, or down with the reason) and its metadata', async () => {
    const lab = await bench();
    lab.serve('# HELP x The x.\n# TYPE x counter\nx 1\n');
    const applied = lab.scraper.applyConfig(apiJob());
    await applied;
    await lab.scraper.whenIdle();
    expect(lab.scraper.active()).toMatchObject([
      {
        scrapePool: 'api',
        scrapeUrl: 'http://app:8000/metrics',
        health: 'up',
        lastError: '',
        lastScrapeMs: NOW,
        scrapeInterval: '10s',
        scrapeTimeout: '10s',
        metadata: [{ metric: 'x', type: 'counter', help: 'The x.', unit: '' }],
      },
    ]);
    const [target] = lab.scraper.active();
    expect(target?.labels.toObject()).toEqual({ instance: 'app:8000', job: 'api' });
    expect(target?.discoveredLabels.toObject()).toEqual({
      __address__: 'app:8000',
      __metrics_path__: '/metrics',
      __scheme__: 'http',
      __scrape_interval__: '10s',
      __scrape_timeout__: '10s',
      job: 'api',
    });
    lab.serve({ status: 'failed', message: 'server returned HTTP status 404 Not Found' });
    await lab.advance(15_000);
    expect(lab.scraper.active()).toMatchObject([
      { health: 'down', lastError: 'server returned HTTP status 404 Not Found', metadata: [{ metric: 'x' }] },
    ]);
    await lab.stop();
  });

  test('has the path of the job, including a question mark, as in a real Prometheus', async () => {
    const lab = await bench();
    await lab.apply(apiJob('  metrics_path: "/my metrics/é?x=1#y"\n  params: {z: ["1"]}\n'));
    expect(lab.requests.map(({ url }) => url)).toEqual(['http://app:8000/my%20metrics/%C3%A9%3Fx=1%23y?z=1']);
    await lab.stop();
  });

  test('is requested as the job says', async () => {
    const lab = await bench();
    await lab.apply(
      apiJob(
        '  metrics_path: probe\n  scheme: https\n  params: {module: [a b, c]}\n  body_size_limit: 1KB\n  scrape_timeout: 1500ms\n  relabel_configs: [{target_label: __param_target, replacement: "x&y"}]\n',
      ),
    );
    expect(lab.requests).toMatchObject([
      {
        url: 'https://app:8000/probe?module=a+b&module=c&target=x%26y',
        bodySizeLimit: 1024,
        followRedirects: true,
        headers: {
          Accept:
            'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1',
          'X-Prometheus-Scrape-Timeout-Seconds': '1.5',
        },
      },
    ]);
    await lab.stop();
  });
});

describe('labels that a page and its target share', () => {
  test('are kept under another name', async () => {
    const lab = await bench();
    lab.serve('x{job="a",instance="b",exported_job="c"} 1\n');
    await lab.apply(apiJob());
    expect(
      lab.samples('x', { job: 'api', exported_instance: 'b', exported_job: 'c', exported_exported_job: 'a' }),
    ).toEqual([[NOW, 1]]);
    await lab.stop();
  });

  test('get names in turn, the shortest first, if several of them collide', async () => {
    const lab = await bench();
    lab.serve('x{job="a",exported_job="c"} 1\n');
    await lab.apply(
      config(
        'scrape_configs: [{job_name: api, static_configs: [{targets: [app:8000], labels: {exported_job: t}}]}]',
      ),
    );
    const [labels] = lab.store.series([{ name: '__name__', op: '=', value: 'x' }], 0, NOW);
    expect(labels?.toObject()).toEqual({
      __name__: 'x',
      instance: 'app:8000',
      job: 'api',
      exported_job: 't',
      exported_exported_job: 'a',
      exported_exported_exported_job: 'c',
    });
    await lab.stop();
  });

  test('win with honor_labels', async () => {
    const lab = await bench();
    lab.serve('x{job="a"} 1\n');
    await lab.apply(apiJob('  honor_labels: true\n'));
    expect(lab.samples('x', { job: 'a', instance: 'app:8000' })).toEqual([[NOW, 1]]);
    await lab.stop();
  });
});

describe('a stale marker is written', () => {
  test('when a series is missing on a page, and the series may come back', async () => {
    const lab = await bench();
    lab.serve('x 1\ny 1\n');
    await lab.apply(apiJob());
    const next = async (page: string) => {
      lab.serve(page);
      await lab.advance(10_000);
    };
    await lab.advance(10_000);
    await next('x 2\n');
    await next('x 3\n');
    await next('x 4\ny 5\n');
    expect(lab.samples('y').map(([, value]) => value)).toEqual([1, 1, STALE, 5].slice(-4));
    expect(lab.samples('x').map(([, value]) => value)).not.toContain(STALE);
    await lab.stop();
  });

  test('when a scrape fails, because of the response or the page', async () => {
    const lab = await bench();
    lab.serve('x 1\n');
    await lab.apply(apiJob());
    lab.serve({ status: 'failed', message: 'EOF' });
    await lab.advance(15_000);
    expect(lab.samples('x').at(-1)?.[1]).toBe(STALE);
    expect(lab.report('up')).toBe(0);
    lab.serve('x 2\n');
    await lab.advance(10_000);
    expect(lab.samples('x').at(-1)?.[1]).toBe(2);
    lab.serve('x 3\nnew 1\nx{ 4\n');
    await lab.advance(10_000);
    expect(lab.samples('x').at(-1)?.[1]).toBe(STALE);
    expect(lab.samples('new')).toEqual([]);
    expect(lab.scraper.active()).toMatchObject([
      { health: 'down', lastError: 'line 3: expected a label name before "4"' },
    ]);
    await lab.stop();
  });

  test('when the target is removed from the configuration, but not when the server stops', async () => {
    const lab = await bench();
    lab.serve('x 1\n');
    await lab.apply(apiJob('', '[app:8000, other:8000]'));
    await lab.advance(20_000);
    await lab.apply(apiJob());
    for (const name of ['x', 'up']) {
      expect(lab.samples(name, { instance: 'other:8000' }).at(-1)?.[1]).toBe(STALE);
      expect(lab.samples(name, { instance: 'app:8000' }).at(-1)?.[1]).toBe(1);
    }
    await lab.apply(config(''));
    expect(lab.samples('up', { instance: 'app:8000' }).at(-1)?.[1]).toBe(STALE);
    await lab.advance(1);
    await lab.apply(apiJob());
    await lab.scraper.stop();
    expect(lab.samples('up', { instance: 'app:8000' }).at(-1)?.[1]).toBe(1);
    await lab.stop();
  });

  test('not for a series with explicit timestamps', async () => {
    const lab = await bench();
    lab.serve(`x 1 ${NOW - 500}\n`);
    await lab.apply(apiJob());
    lab.serve('');
    await lab.advance(15_000);
    expect(lab.samples('x')).toEqual([[NOW - 500, 1]]);
    await lab.stop();
  });
});

test('timestamps on a page are ignored if the job says so', async () => {
  const lab = await bench();
  lab.serve(`x 1 ${NOW - 500}\n`);
  await lab.apply(apiJob('  honor_timestamps: false\n'));
  expect(lab.samples('x')).toEqual([[NOW, 1]]);
  await lab.stop();
});

test('bucket bounds and quantiles are stored in one spelling', async () => {
  const lab = await bench();
  lab.serve(
    '# TYPE h histogram\nh_bucket{le="1"} 1\nh_bucket{le="0.50"} 1\nh_bucket{le="+Inf"} 1\n# TYPE s summary\ns{quantile="1"} 1\n# TYPE g gauge\ng{le="1"} 1\n',
  );
  await lab.apply(apiJob());
  expect(
    lab.store.labelValues('le', [{ name: '__name__', op: '=', value: 'h_bucket' }], 0, NOW).toSorted(),
  ).toEqual(['+Inf', '0.5', '1.0']);
  expect(lab.store.labelValues('quantile', [], 0, NOW)).toEqual(['1.0']);
  expect(lab.store.labelValues('le', [{ name: '__name__', op: '=', value: 'g' }], 0, NOW)).toEqual(['1']);
  await lab.stop();
});

describe('relabeling', () => {
  test('drops targets, lists them as dropped, and changes the labels of others', async () => {
    const lab = await bench();
    await lab.apply(
      apiJob(
        '  relabel_configs:\n  - {source_labels: [__address__], regex: "b.*", action: drop}\n  - {source_labels: [__address__], regex: "(.*):.*", target_label: instance}\n',
        '[a:1, b:1]',
      ),
    );
    expect(lab.scraper.active().map(({ labels }) => labels.get('instance'))).toEqual(['a']);
    expect(lab.scraper.dropped().map(({ discoveredLabels }) => discoveredLabels.get('__address__'))).toEqual([
      'b:1',
    ]);
    await lab.stop();
  });

  test('of metrics drops samples and counts the rest', async () => {
    const lab = await bench();
    lab.serve('x{id="1"} 1\nx{id="2"} 2\ny 3\n');
    await lab.apply(
      apiJob('  metric_relabel_configs:\n  - {source_labels: [id], regex: "2", action: drop}\n'),
    );
    await lab.advance(10_000);
    expect(lab.store.labelValues('id', [], 0, NOW * 2)).toEqual(['1']);
    expect([
      lab.report('scrape_samples_scraped'),
      lab.report('scrape_samples_post_metric_relabeling'),
    ]).toEqual([3, 2]);
    await lab.stop();
  });

  test('that leaves no valid target is logged and does not affect the others', async () => {
    const lab = await bench();
    await lab.apply(
      apiJob(
        '  relabel_configs: [{source_labels: [__address__], regex: "b:1", target_label: __address__, replacement: "http://b"}]\n',
        '[a:1, b:1]',
      ),
    );
    expect(lab.scraper.active().map(({ scrapeUrl }) => scrapeUrl)).toEqual(['http://a:1/metrics']);
    expect(lab.lines).toEqual(['job api: a target is left out: "http://b" is not a valid hostname']);
    await lab.stop();
  });
});

describe('limits', () => {
  test.each([
    ['sample_limit: 1', 'sample limit exceeded', 2],
    ['label_limit: 3', 'label_limit exceeded (metric: x, number of labels: 4, limit: 3)', 1],
    [
      'label_value_length_limit: 9',
      'label_value_length_limit exceeded (metric: x, label name: path, value: "0123456789", length: 10, limit: 9)',
      1,
    ],
    [
      'label_name_length_limit: 7',
      'label_name_length_limit exceeded (metric: x, label name: __name__, length: 8, limit: 7)',
      1,
    ],
    ['target_limit: 0', '', 2],
  ])('%s', async (field, lastError, scraped) => {
    const lab = await bench();
    lab.serve('x{path="0123456789"} 1\ny 1\n');
    await lab.apply(apiJob(`  ${field}\n`));
    expect(lab.scraper.active()).toMatchObject([{ lastError, health: lastError === '' ? 'up' : 'down' }]);
    expect(lab.samples('y')).toHaveLength(lastError === '' ? 1 : 0);
    expect(lab.report('scrape_samples_scraped')).toBe(scraped);
    await lab.stop();
  });

  test('on targets fail every target of the job', async () => {
    const lab = await bench();
    await lab.apply(apiJob('  target_limit: 1\n', '[a:1, b:1]'));
    expect(lab.scraper.active().map(({ lastError }) => lastError)).toEqual(
      Array.from({ length: 2 }, () => 'target_limit exceeded (number of targets: 2, limit: 1)'),
    );
    await lab.stop();
  });

  test('of the store fail the scrape with its error, and the target is down but still listed', async () => {
    const lab = await bench({ maxSeries: 7 });
    lab.serve('a 1\nb 1\n');
    await lab.apply(apiJob());
    expect(lab.report('up')).toBe(1);
    lab.serve('a 1\nb 1\nc 1\n');
    await lab.advance(15_000);
    expect(lab.report('up')).toBe(0);
    expect(lab.samples('a').at(-1)?.[1]).toBe(STALE);
    expect(lab.samples('c')).toEqual([]);
    expect(lab.scraper.active()).toMatchObject([{ lastError: expect.stringContaining('at most 7 series') }]);
    await lab.stop();
  });
});

describe('content types', () => {
  test.each([
    [
      undefined,
      'non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target',
    ],
    [
      'text/html',
      'received unsupported Content-Type "text/html" and no fallback_scrape_protocol specified for target',
    ],
    ['application/openmetrics-text; version=1.0.0', /^$/],
    ['text/plain', /^line 2: /],
  ])('%s', async (contentType, lastError) => {
    const lab = await bench();
    lab.serve({
      status: 'ok',
      body: Buffer.from(contentType === 'text/plain' ? '# EOF\nx y\n' : 'x 1\n# EOF\n'),
      contentType,
    });
    await lab.apply(apiJob());
    expect(lab.scraper.active()).toMatchObject([{ lastError: expect.stringMatching(lastError) }]);
    await lab.stop();
  });

  test('that are missing may be named in the configuration', async () => {
    const lab = await bench();
    lab.serve({ status: 'ok', body: Buffer.from('x 1\n'), contentType: undefined });
    await lab.apply(apiJob('  fallback_scrape_protocol: PrometheusText0.0.4\n'));
    expect(lab.report('up')).toBe(1);
    await lab.stop();
  });
});

describe('a reload', () => {
  test('scrapes a new target at once and does not affect the others', async () => {
    const lab = await bench();
    lab.serve('x 1\n');
    await lab.apply(apiJob());
    await lab.advance(33_000);
    const before = lab.samples('up', { instance: 'app:8000' });
    await lab.apply(apiJob('', '[app:8000, new:8000]'));
    expect(lab.samples('up', { instance: 'new:8000' })).toEqual([[NOW + 33_000, 1]]);
    expect(lab.samples('up', { instance: 'app:8000' })).toEqual(before);
    await lab.advance(20_000);
    const times = lab.samples('up', { instance: 'app:8000' }).map(([time]) => time);
    expect(new Set(times.slice(2).map((time, i) => time - (times[i + 1] ?? 0)))).toEqual(new Set([10_000]));
    expect(
      lab
        .samples('scrape_series_added', { instance: 'app:8000' })
        .map(([, value]) => value)
        .slice(1),
    ).not.toContain(1);
    await lab.stop();
  });

  test('with other rules for a job continues its series and ends those that the rules drop', async () => {
    const lab = await bench();
    lab.serve('x 1\ny 1\n');
    await lab.apply(apiJob());
    await lab.apply(
      apiJob('  metric_relabel_configs: [{source_labels: [__name__], regex: y, action: drop}]\n'),
    );
    expect(lab.samples('x').map(([, value]) => value)).toEqual([1, 1]);
    expect(lab.samples('y').map(([, value]) => value)).toEqual([1, STALE]);
    expect(lab.samples('up').map(([, value]) => value)).toEqual([1, 1]);
    await lab.stop();
  });

  test('with another path for the same target continues its series', async () => {
    const lab = await bench();
    lab.serve('x 1\n');
    await lab.apply(apiJob());
    await lab.apply(apiJob('  metrics_path: /other\n'));
    expect(lab.requests.map(({ url }) => url)).toEqual(['http://app:8000/metrics', 'http://app:8000/other']);
    expect(lab.samples('x').map(([, value]) => value)).toEqual([1, 1]);
    await lab.stop();
  });
});

test('samples that cannot be stored are left out and reported once', async () => {
  const lab = await bench();
  lab.serve('x 1\nx 2\n');
  await lab.apply(apiJob());
  await lab.advance(30_000);
  expect(lab.report('up')).toBe(1);
  expect(lab.lines).toEqual([
    'http://app:8000/metrics: samples left out: 0 older than the last one of their series, 1 with another value for the same time, 0 too old or too far ahead',
  ]);
  await lab.stop();
});

const addresses = (from: number, count: number): string =>
  Array.from({ length: count }, (_, i) => `'h${from + i}:1'`).join(', ');
const job = (name: string, targets: string): string =>
  `- {job_name: ${name}, scrape_interval: 1h, static_configs: [{targets: [${targets}]}]}\n`;

test('of thousands of targets, the limit over all jobs is scraped, and the rest is reported', async () => {
  const lab = await bench();
  lab.serve('x 1\n');
  await lab.apply(
    config(`scrape_configs:\n${job('a', addresses(0, 600))}${job('b', addresses(600, 20_000))}`),
  );
  expect(lab.scraper.active()).toHaveLength(1_000);
  expect(lab.lines.join('\n')).toContain(
    'job b: 19600 of its 20000 targets are left out: the embedded server scrapes at most 1000 in all',
  );
  // What one job gives up another can have.
  await lab.apply(config(`scrape_configs:\n${job('b', addresses(600, 700))}`));
  expect(lab.scraper.active()).toHaveLength(700);
  await lab.stop();
});

test('a scrape with endless labels fails with the reason', async () => {
  const lab = await bench();
  await lab.apply(apiJob());
  lab.serve(`x{a="${'a'.repeat(2 ** 20)}"} 1\n`);
  await lab.advance(20_000);
  expect(lab.scraper.active()[0]?.lastError).toContain('a series has more than 1 MiB of labels');
  lab.serve(`x{${Array.from({ length: 150_000 }, (_, i) => `l${i}="v"`).join(',')}} 1\n`);
  await lab.advance(20_000);
  expect(lab.scraper.active()[0]?.lastError).toContain('a series has more than 1 MiB of labels');
  lab.serve('x 1\n');
  await lab.advance(20_000);
  expect(lab.report('up')).toBe(1);
  await lab.stop();
});

test('a page of a million series is read only as far as the store has space', async () => {
  const lab = await bench();
  await lab.apply(apiJob());
  lab.serve(Array.from({ length: 1_000_000 }, (_, i) => `x{i="${i}"} 1\n`).join(''));
  await lab.advance(11_000);
  expect(lab.scraper.active()[0]?.lastError).toContain('the page has more than 150000 samples');
  expect(lab.report('scrape_samples_scraped')).toBe(150_001);
  lab.serve('x 1\n');
  await lab.advance(11_000);
  expect(lab.report('up')).toBe(1);
  await lab.stop();
});
