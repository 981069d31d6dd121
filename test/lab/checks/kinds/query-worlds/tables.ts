// Queries as people write them, for each question of the course: the worlds that tell them apart, and what they get.
import type { SpecFields } from '../../support/context.ts';

export interface Table {
  readonly spec: SpecFields<'query-worlds'>;
  readonly right: readonly string[];
  /** Query -> code. */
  readonly wrong: readonly (readonly [query: string, code: string])[];
}

const world = (name: string, load: string, more: object = {}) => ({
  name,
  about: `of ${name}`,
  load,
  ...more,
});
const file = 'q.promql';
const total = 'http_requests_total';
const labels = (instance: string, path = '/cart', method = 'GET', more = ''): string =>
  `${total}{job="api",instance="${instance}",path="${path}",method="${method}"${more}}`;

const requestsPerSecond: Table = {
  spec: {
    file,
    reference: `sum by (path) (rate(${total}[5m]))`,
    by: ['path'],
    worlds: [
      world(
        'a',
        `load 15s
          ${labels('a')} 0+30x80
          ${labels('b')} 500+60x80
          ${labels('a', '/products')} 0+15x80
          ${labels('a', '/products', 'POST')} 7+15x80`,
      ),
      world('b', `load 15s\n${labels('a')} 9000+30x80\n${labels('b')} 9000+30x71 0+30x8`),
      world('c', `load 30s\n${labels('a')} 0+30x38 _ 1200`),
      world('d', `load 15s\n${labels('a')} 50x80`),
      world('e', `load 15s\n${labels('a')} 0x79 600`, { between: { min: 0.6, max: 10.5 } }),
    ],
  },
  right: [
    `sum by (path) (rate(${total}[5m]))`,
    `sum by (path) (rate(${total}[10m]))`,
    `sum by (path) (increase(${total}[10m])) / 600`,
    `sum(rate(${total}{job="api"}[5m])) by (path)`,
    `sum without (instance, method) (rate(${total}[5m]))`,
    `# what is asked\nsum by (path) (\r\n  rate(${total}[5m])\r\n)`,
  ],
  wrong: [
    [`sum by (path) (${total})`, 'raw-counter'],
    [`sum by (path) (increase(${total}[5m]))`, 'wrong-unit'],
    [`rate(sum by (path) (${total})[5m:15s])`, 'rate-after-sum'],
    [`sum by (path) (rate(${total}[1m]))`, 'window-too-short'],
    [`sum(rate(${total}[5m]))`, 'labels-lost'],
    [`rate(${total}[5m])`, 'group-split'],
    [`sum by (path) (irate(${total}[5m]))`, 'instant-rate'],
    [`scalar(sum(rate(${total}[5m])))`, 'labels-lost'],
    [`${total}[5m]`, 'range-vector'],
    [`"${total}"`, 'string-result'],
    [`sum by (path) (rate(http_requests[5m]))`, 'wrong-metric'],
    [`${total} * on (path) ${total}`, 'labels-do-not-match'],
    [`rate(sum by (path) (${total})[5m])`, 'query-syntax'],
    ['', 'query-empty'],
    ['# nothing yet\n\n', 'query-empty'],
  ],
};

const countAcrossRestarts: Table = {
  spec: {
    file,
    reference: `sum(increase(${total}[1h]))`,
    by: [],
    worlds: [
      world('a', `load 1m\n${labels('a')} 1000+10x120\n${labels('b')} 1000+10x89 0+10x30`),
      world('b', `load 1m\n${labels('a')} 1000x60 1000+20x30 1600x29`),
      world('c', `load 1m\n${labels('a')} 1000x120\n${labels('c')} _x90 40+10x29`),
    ],
  },
  right: [
    `sum(increase(${total}[1h]))`,
    `sum(rate(${total}[1h])) * 3600`,
    `round(sum(increase(${total}[1h])))`,
    `sum_over_time(sum(increase(${total}[5m]))[1h:5m])`,
    `scalar(sum(increase(${total}[1h])))`,
    `vector(scalar(sum(increase(${total}[1h]))))`,
  ],
  wrong: [
    [`sum(${total})`, 'raw-counter'],
    [`sum(${total}) - sum(${total} offset 1h)`, 'raw-counter'],
    [`sum(delta(${total}[1h]))`, 'gauge-function'],
    [`sum(max_over_time(${total}[1h]) - min_over_time(${total}[1h]))`, 'raw-counter'],
    [`sum(rate(${total}[1h]))`, 'wrong-unit'],
    [`max(increase(${total}[1h]))`, 'wrong-aggregation'],
    [`sum(increase(${total}[5m])) * 12`, 'wrong-window'],
  ],
};

const failed = `rate(${total}{code=~"5.."}[5m])`;
const all = `rate(${total}[5m])`;
const coded = (instance: string, path: string, code: string): string =>
  labels(instance, path, 'GET', `,code="${code}"`);

const errorRatio: Table = {
  spec: {
    file,
    reference: `(sum by (path) (${failed}) or sum by (path) (${all}) * 0) / (sum by (path) (${all}) > 0)`,
    by: ['path'],
    worlds: [
      world(
        'a',
        `load 15s
          ${coded('a', '/cart', '200')} 0+30x40
          ${coded('a', '/products', '200')} 0+45x40
          ${coded('a', '/products', '500')} 0+15x40`,
      ),
      world('b', `load 15s\n${coded('a', '/cart', '503')} 0+30x40`),
      world('c', `load 15s\n${coded('a', '/cart', '200')} 100x40\n${coded('a', '/cart', '500')} 3x40`, {
        alike: ['zero', 'nothing'],
      }),
      world(
        'd',
        `load 15s
          ${coded('a', '/cart', '200')} 0+135x40
          ${coded('a', '/cart', '500')} 0+15x40
          ${coded('b', '/cart', '200')} 0+5x40
          ${coded('b', '/cart', '500')} 0+5x40
          ${coded('b', '/cart', '404')} 0+5x40`,
      ),
      world(
        'e',
        `load 15s\n${coded('a', '/cart', '200')} 100000x40\n${coded('a', '/cart', '500')} 0x20 15+15x19`,
      ),
    ],
  },
  right: [
    `sum by (path) (${failed}) / (sum by (path) (${all}) > 0) or sum by (path) (${all}) * 0`,
    `(sum by (path) (${failed}) or 0 * sum by (path) (${all})) / clamp_min(sum by (path) (${all}), 1e-9)`,
    `(sum by (path) (${failed}) / sum by (path) (${all}) >= 0) or sum by (path) (${all}) * 0`,
    `(sum without (instance, method, code) (increase(${total}{code=~"5.."}[5m])) or sum without (instance, method, code) (increase(${total}[5m])) * 0) / (sum without (instance, method, code) (increase(${total}[5m])) > 0)`,
  ],
  wrong: [
    [`sum by (path) (${failed}) / sum by (path) (${all}) or sum by (path) (${all}) * 0`, 'not-a-number'],
    [`sum by (path) (${failed}) / sum by (path) (${all})`, 'group-missing'],
    [`(sum by (path) (${failed}) or vector(0)) / sum by (path) (${all})`, 'fallback-without-labels'],
    [`1 - sum by (path) (rate(${total}{code!~"5.."}[5m])) / (sum by (path) (${all}) > 0)`, 'group-missing'],
    [
      `avg by (path) (sum by (instance, path) (${failed}) / (sum by (instance, path) (${all}) > 0)) or sum by (path) (${all}) * 0`,
      'average-of-ratios',
    ],
    [
      `(sum by (path) (rate(${total}{code!="200"}[5m])) or sum by (path) (${all}) * 0) / (sum by (path) (${all}) > 0)`,
      'wrong-selector',
    ],
    [
      `(sum by (path) (${total}{code=~"5.."}) or sum by (path) (${total}) * 0) / sum by (path) (${total})`,
      'raw-counter',
    ],
    [`${failed} / ${all}`, 'labels-do-not-match'],
    [
      `100 * (sum by (path) (${failed}) or sum by (path) (${all}) * 0) / (sum by (path) (${all}) > 0)`,
      'wrong-unit',
    ],
  ],
};

const seconds = 'http_request_duration_seconds';
/** The buckets of one path and instance; the values of 0.1, 0.3, 1.0 and +Inf. */
const buckets = (instance: string, path: string, values: readonly string[]): string =>
  ['0.1', '0.3', '1.0', '+Inf']
    .map(
      (le, index) =>
        `  ${seconds}_bucket{job="api",instance="${instance}",path="${path}",le="${le}"} ${values[index] ?? ''}`,
    )
    .join('\n');
const plain = (name: string, instance: string, values: string): string =>
  `  ${seconds}_${name}{job="api",instance="${instance}",path="/cart"} ${values}`;

const unevenPair = [
  'load 15s',
  buckets('a', '/cart', ['0+97x40', '0+99x40', '0+100x40', '0+100x40']),
  buckets('b', '/cart', ['0x40', '0x40', '0+2x40', '0+2x40']),
  plain('sum', 'a', '0+6x40'),
  plain('count', 'a', '0+100x40'),
  plain('sum', 'b', '0+1.2x40'),
  plain('count', 'b', '0+2x40'),
].join('\n');
const bucketRate = `rate(${seconds}_bucket[5m])`;

const latencyPercentile: Table = {
  spec: {
    file,
    reference: `histogram_quantile(0.95, sum by (path, le) (${bucketRate}))`,
    by: ['path'],
    worlds: [
      world('a', unevenPair),
      world(
        'b',
        [
          'load 15s',
          buckets('a', '/cart', [
            '0x40 90+90x39',
            '0x40 100+100x39',
            '0+1000x40 40100+100x39',
            '0+1000x40 40100+100x39',
          ]),
          buckets('a', '/idle', ['7x80', '7x80', '7x80', '7x80']),
        ].join('\n'),
        { alike: ['nothing', 'nan'] },
      ),
      world('c', `load 15s\n${buckets('a', '/cart', ['0+1x40', '0+1x40', '0+1x40', '0+2x40'])}`),
      world(
        'd',
        [
          'load 15s',
          buckets('a', '/cart', ['9000+90x40', '9000+98x40', '9000+100x40', '9000+100x40']),
          buckets('b', '/cart', ['100+1x31 0+1x8', '9000+1x31 0+1x8', '9000+2x31 0+2x8', '9000+2x31 0+2x8']),
          buckets('a', '/products', ['0+1x40', '0+1x40', '0+10x40', '0+10x40']),
        ].join('\n'),
      ),
    ],
  },
  right: [
    `histogram_quantile(0.95, sum by (le, path) (increase(${seconds}_bucket[5m])))`,
    `histogram_quantile(0.95, sum(rate(${seconds}_bucket{job="api"}[5m])) by (job, le, path))`,
    `histogram_quantile(0.95, sum by (path, le) (${bucketRate})) >= 0`,
    `histogram_quantile(0.95, avg by (path, le) (${bucketRate}))`,
  ],
  wrong: [
    [`avg by (path) (histogram_quantile(0.95, ${bucketRate}))`, 'quantile-of-quantiles'],
    [`histogram_quantile(0.95, sum by (path, le) (${seconds}_bucket))`, 'no-rate-in-quantile'],
    [`histogram_quantile(0.95, sum by (path) (${bucketRate}))`, 'le-lost'],
    [`histogram_quantile(0.95, rate(sum by (path, le) (${seconds}_bucket)[5m:15s]))`, 'rate-after-sum'],
    [`histogram_quantile(95, sum by (path, le) (${bucketRate}))`, 'wrong-quantile'],
    [`quantile by (path) (0.95, rate(${seconds}_sum[5m]) / rate(${seconds}_count[5m]))`, 'not-a-histogram'],
  ],
};

const fast = `rate(${seconds}_bucket{le="0.3"}[5m])`;
const counted = `rate(${seconds}_count[5m])`;

const under300Ms: Table = {
  spec: {
    file,
    reference: `sum by (path) (${fast}) / sum by (path) (${counted})`,
    by: ['path'],
    worlds: [world('a', unevenPair)],
  },
  right: [
    `sum by (path) (${fast}) / sum by (path) (rate(${seconds}_bucket{le="+Inf"}[5m]))`,
    `sum by (path) (increase(${seconds}_bucket{le="0.3"}[5m])) / sum by (path) (increase(${seconds}_count[5m]))`,
    `sum without (instance, le) (${fast}) / sum without (instance) (${counted})`,
    `1 - (sum by (path) (${counted}) - sum by (path) (${fast})) / sum by (path) (${counted})`,
  ],
  wrong: [
    [`avg by (path) (${fast} / ignoring (le) ${counted})`, 'average-of-ratios'],
    [`sum by (path) (${fast}) / sum by (path) (${bucketRate})`, 'buckets-summed'],
    [`sum by (path) (${fast})`, 'values-differ'],
    [`sum by (path) (rate(${seconds}_bucket{le="0.30"}[5m])) / sum by (path) (${counted})`, 'wrong-selector'],
    [`sum by (path) (rate(${seconds}_bucket{le="1"}[5m])) / sum by (path) (${counted})`, 'wrong-selector'],
  ],
};

const info = (instance: string, version: string, commit: string): string =>
  `  app_info{job="api",instance="${instance}",version="${version}",commit="${commit}"}`;

const errorsByVersion: Table = {
  spec: {
    file,
    reference: `sum by (version) (${failed} * on (job, instance) group_left (version) app_info)`,
    by: ['version'],
    worlds: [
      world(
        'a',
        `load 15s
          ${info('a', '1.0', 'aaa')} 1x80
          ${info('b', '1.0', 'aaa')} 1x39 stale
          ${info('b', '1.1', 'bbb')} _x40 1x40
          ${coded('a', '/cart', '200')} 0+150x80
          ${coded('a', '/cart', '500')} 0+15x80
          ${coded('b', '/cart', '200')} 0+150x39 0+60x40
          ${coded('b', '/cart', '500')} 0+15x39 0+60x40`,
      ),
      world(
        'c',
        `load 15s
          ${info('a', '1.0', 'aaa')} 1x40
          ${coded('a', '/cart', '500')} 0+15x40
          ${coded('c', '/cart', '500')} 0+30x40`,
        { ignoreUnlabeled: true },
      ),
    ],
  },
  right: [
    `sum by (version) (${failed} / on (instance) group_left (version, commit) app_info)`,
    `sum by (version) (sum by (job, instance) (${failed}) * on (job, instance) group_left (version) app_info)`,
    `sum by (version, commit) (${failed} * on (job, instance) group_left (version, commit) app_info)`,
    `sum by (version) (${failed} * on (job, instance) group_left (version) app_info or ${failed} unless on (job, instance) app_info)`,
  ],
  wrong: [
    [`sum by (version) (${failed} * on (job, instance) app_info)`, 'labels-lost'],
    [`sum by (version) (${failed} * on (job, instance) group_left app_info)`, 'labels-lost'],
    [`sum by (version) (app_info * on (job, instance) group_right () ${failed})`, 'labels-lost'],
    [`sum by (version) (${failed} + on (job, instance) group_left (version) app_info)`, 'wrong-operator'],
    [`sum by (version) (${all} * on (job, instance) group_left (version) app_info)`, 'wrong-selector'],
  ],
};

/** By question. */
export const tables = {
  requestsPerSecond,
  countAcrossRestarts,
  errorRatio,
  latencyPercentile,
  under300Ms,
  errorsByVersion,
};
