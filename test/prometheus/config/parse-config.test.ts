import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatLoadedConfig,
  parseConfig,
  parseTargetFile,
  type Config,
} from '../../../src/prometheus/config/index.ts';

const FILE = '/lab/prometheus.yml';

const ok = (text: string): Config => {
  const outcome = parseConfig(text, FILE);
  if (outcome.status === 'error') throw new Error(outcome.message);
  return outcome.config;
};
const problems = (text: string) => {
  const outcome = parseConfig(text, FILE);
  return outcome.status === 'error' ? outcome.problems.map(({ line, message }) => `${line}: ${message}`) : [];
};
const repeat = (alias: string) => `[${Array.from({ length: 400 }, () => alias).join(',')}]`;
/** Without compiled patterns, which do not compare. */
const plain = (value: Config): unknown =>
  JSON.parse(JSON.stringify(value, (name, one: unknown) => (name === 'pattern' ? undefined : one)));
const job = (fields: string, before = ''): string =>
  `${before}scrape_configs:\n  - job_name: api\n${fields.replace(/^/gm, '    ')}\n`;

describe('a configuration', () => {
  test.each([
    '',
    '# nothing yet\n',
    '---\n',
    'global:\n',
    'scrape_configs:\n',
    'scrape_configs: []\n',
    'null',
  ])('that holds nothing (%j) is valid and scrapes nothing', (text) => {
    expect(ok(text)).toMatchObject({
      jobs: [],
      global: { scrapeIntervalMs: 60_000, scrapeTimeoutMs: 10_000 },
    });
  });

  test('takes what a job leaves out from the global section, wherever that is', () => {
    const text = job('scrape_timeout: 2s') + 'global:\n  scrape_interval: 5s\n  sample_limit: 10\n';
    expect(ok(text).jobs).toMatchObject([
      {
        jobName: 'api',
        scrapeIntervalMs: 5_000,
        scrapeTimeoutMs: 2_000,
        metricsPath: '/metrics',
        scheme: 'http',
        honorLabels: false,
        honorTimestamps: true,
        followRedirects: true,
        limits: { sampleLimit: 10, bodySizeLimit: 0 },
        staticConfigs: [],
      },
    ]);
  });

  test('never has a scrape timeout longer than the interval', () => {
    expect(ok(job('', 'global: {scrape_interval: 3s}\n')).jobs[0]).toMatchObject({ scrapeTimeoutMs: 3_000 });
  });

  test('reads every supported field', () => {
    const text = job(
      [
        'scrape_interval: 1m30s',
        'scrape_timeout: 500ms',
        'metrics_path: /probe',
        'scheme: https',
        'honor_labels: yes',
        'honor_timestamps: off',
        'sample_limit: 3',
        'body_size_limit: 10MB',
        'params:',
        '  module: [http_2xx, "a b"]',
        'static_configs:',
        '  - targets: [localhost:8000, "127.0.0.1:8001"]',
        '    labels: {env: lab, shard: 1}',
        'file_sd_configs:',
        "  - files: ['targets/*.json']",
        'relabel_configs:',
        '  - source_labels: [__address__]',
        '    target_label: host',
        '    regex: (.+):\\d+',
        'metric_relabel_configs:',
        '  - {action: LabelDrop, regex: tmp_.*}',
      ].join('\n'),
    );
    expect(ok(text).jobs).toMatchObject([
      {
        scrapeIntervalMs: 90_000,
        scrapeTimeoutMs: 500,
        metricsPath: '/probe',
        scheme: 'https',
        honorLabels: true,
        honorTimestamps: false,
        limits: { sampleLimit: 3, bodySizeLimit: 10 * 2 ** 20 },
        params: { module: ['http_2xx', 'a b'] },
        staticConfigs: [
          { targets: ['localhost:8000', '127.0.0.1:8001'], labels: { env: 'lab', shard: '1' } },
        ],
        fileDiscoveries: [{ files: ['targets/*.json'], refreshIntervalMs: 300_000 }],
        relabelRules: [
          { action: 'replace', sourceLabels: ['__address__'], separator: ';', replacement: '$1' },
        ],
        metricRelabelRules: [{ action: 'labeldrop', regex: 'tmp_.*' }],
      },
    ]);
  });

  test('may use anchors and merges', () => {
    const text =
      'scrape_configs:\n  - &first\n    job_name: a\n    scrape_interval: 7s\n    static_configs: &t\n      - targets: [x:1]\n' +
      '  - job_name: b\n    static_configs: *t\n    scrape_interval: 8s\n';
    expect(ok(text).jobs.map(({ staticConfigs }) => staticConfigs[0]?.targets)).toEqual([['x:1'], ['x:1']]);
    const merged =
      'scrape_configs:\n  - job_name: a\n    static_configs:\n      - &g {targets: [x:1]}\n      - {<<: *g, labels: {a: b}}\n';
    expect(ok(merged).jobs[0]?.staticConfigs[1]).toEqual({ targets: ['x:1'], labels: { a: 'b' } });
  });

  test('may merge fields and give some of them another value', () => {
    const text =
      'scrape_configs:\n  - &first {job_name: a, scrape_interval: 7s, metrics_path: /a}\n' +
      '  - {<<: *first, job_name: b}\n  - {job_name: c, scrape_interval: 8s, <<: [{metrics_path: /c}, *first]}\n';
    expect(
      ok(text).jobs.map(({ jobName, scrapeIntervalMs, metricsPath }) => [
        jobName,
        scrapeIntervalMs,
        metricsPath,
      ]),
    ).toEqual([
      ['a', 7_000, '/a'],
      ['b', 7_000, '/a'],
      ['c', 8_000, '/c'],
    ]);
  });

  test('that merges itself does not loop', () => {
    expect(parseConfig('scrape_configs:\n- &a {job_name: a, <<: *a}\n', FILE)).toMatchObject({
      status: 'error',
      problems: [{ line: 2, message: 'the anchor contains itself' }],
    });
  });

  test('with rules is accepted', () => {
    expect(parseConfig('rule_files: [a.yml, "b/*.yml"]\n', FILE)).toMatchObject({
      status: 'ok',
      config: { ruleFiles: ['a.yml', 'b/*.yml'] },
      warnings: [],
    });
  });

  test('without alerting has none', () => {
    const none = { alertRelabelRules: [], alertmanagers: [] };
    expect(ok('').alerting).toEqual(none);
    expect(ok('alerting: {}\n').alerting).toEqual(none);
  });

  test('with Alertmanagers has the defaults of Prometheus for each', () => {
    const text =
      'alerting:\n  alertmanagers:\n  - static_configs: [{targets: [a:9093]}]\n  - {timeout: 5s, path_prefix: /am}\n';
    const defaults = {
      scheme: 'http',
      pathPrefix: '',
      timeoutMs: 10_000,
      followRedirects: true,
      enableHttp2: true,
      staticConfigs: [],
      fileDiscoveries: [],
      relabelRules: [],
      alertRelabelRules: [],
    };
    expect(ok(text).alerting.alertmanagers).toEqual([
      { ...defaults, staticConfigs: [{ targets: ['a:9093'], labels: {} }] },
      { ...defaults, timeoutMs: 5_000, pathPrefix: '/am' },
    ]);
  });
});

test.each([
  ['1_000', 1_000],
  ['0x10', 16],
  ['0b101', 5],
  ['010', 8],
  ['0o17', 15],
  ['08', 8],
  ['1e3', 1_000],
  ['10.9', 10],
  ['-0', 0],
  ['!!int "7"', 7],
])('the number %s is read as in YAML 1.1', (written, value) => {
  expect(ok(job(`sample_limit: ${written}`)).jobs[0]?.limits.sampleLimit).toBe(value);
});

test.each([
  ['1GB512MB', 1.5 * 2 ** 30],
  ['1KiB', 1_024],
  ['.5MB', 2 ** 19],
  ['-1MB', -(2 ** 20)],
])('the size %s is read as in Prometheus', (written, bytes) => {
  expect(ok(job(`body_size_limit: ${written}`)).jobs[0]?.limits.bodySizeLimit).toBe(bytes);
});

/** A file with these fields in its global section. */
const inGlobal = (fields: string): string => `global:\n${fields.replaceAll(/^/gm, '  ')}\n`;

test('fields that state what is true here anyway are accepted, as Prometheus 3 writes them', () => {
  const switches = [
    'always_scrape_classic_histograms',
    'convert_classic_histograms_to_nhcb',
    'extra_scrape_metrics',
    'scrape_native_histograms',
  ];
  const settled = (histograms: string, names: string): string =>
    switches
      .map((field) => `${field}: ${histograms}`)
      .concat(`metric_name_validation_scheme: ${names}`)
      .join('\n');
  for (const place of [job, inGlobal]) {
    const taken = place(`${settled('false', 'utf8')}\nmetric_name_escaping_scheme: allow-utf-8`);
    expect(parseConfig(taken, '/lab/prometheus.yml')).toMatchObject({ status: 'ok' });
    const refused = parseConfig(place(settled('true', 'legacy')), '/lab/prometheus.yml');
    expect(refused.status === 'error' && refused.problems.map(({ message }) => message)).toEqual(
      [...switches, 'metric_name_validation_scheme'].map(
        (field) => `${field}: the embedded server does not have this; use a real Prometheus for it`,
      ),
    );
  }
  expect(parseConfig('runtime:\n  gogc: 75\n', '/lab/prometheus.yml')).toMatchObject({
    status: 'ok',
    warnings: [expect.stringContaining('runtime')],
  });
});

describe('errors are reported with their line', () => {
  test.each([
    ['an alias of nothing', 'global: {}\nscrape_configs: *jobs\n', ["2: unknown anchor 'jobs' referenced"]],
    [
      'a line too far in',
      'global:\n  scrape_interval: 5s\n    scrape_timeout: 5s\n',
      [
        '3: mapping values are not allowed in this context (look at the indentation and the colons, here and on the line before)',
      ],
    ],
    [
      'a missing colon',
      'scrape_configs:\n  - job_name a\n    metrics_path: /m\n',
      [
        '3: mapping values are not allowed in this context (look at the indentation and the colons, here and on the line before)',
      ],
    ],
    [
      'a colon too many',
      'global: scrape_interval: 5s\n',
      [
        '1: mapping values are not allowed in this context (look at the indentation and the colons, here and on the line before)',
      ],
    ],
    [
      'a list that does not end',
      job('static_configs:\n  - targets: ["x:1"\n    labels: {}'),
      ["5: did not find expected ',' or ']'"],
    ],
    [
      'a tab',
      'global:\n\tscrape_interval: 5s\n',
      ['2: found character that cannot start any token (a tab: indent with spaces)'],
    ],
    ['a list for the whole', '- a\n', ['1: cannot unmarshal !!seq into config.Config']],
    ['a sentence', 'hello\n', ['1: cannot unmarshal !!str `hello` into config.Config']],
    ['an unknown section', 'scrape_confgs: []\n', ['1: field scrape_confgs not found in type config.Config']],
    ['a section twice', 'global: {}\nglobal: {}\n', ['2: field global already set in type config.Config']],
    [
      'wrong indentation',
      'scrape_configs:\n- job_name: a\nstatic_configs: []\n',
      ['3: field static_configs not found in type config.Config'],
    ],
    ['an unknown field', job('foo: 1'), ['3: field foo not found in type config.ScrapeConfig']],
    [
      'a field that this server has not',
      job('basic_auth: {username: x}'),
      ['3: basic_auth: the embedded server does not have this; use a real Prometheus for it'],
    ],
    [
      'another discovery',
      job('kubernetes_sd_configs: []'),
      ['3: kubernetes_sd_configs: the embedded server does not have this; use a real Prometheus for it'],
    ],
    [
      'receivers',
      'remote_write:\n- name: a\n  url: http://a\n- url: http://b\n  name: a\n- url: http://c\n- url: http://c\n',
      [
        '5: found multiple remote write configs with job name "a"',
        '7: duplicate remote write configs are not allowed, found duplicate for URL: http://c',
      ],
    ],
    [
      'a receiver',
      'remote_write:\n- name: a\n- url: http://b\n  protobuf_message: io.prometheus.write.v2.Request\n- url: http://c\n  queue_config:\n    capacity: 1\n    max_shards: 0\n- url: http://d\n  tls_config: {}\n  headers:\n    Host: x\n',
      [
        '2: url for remote_write is empty',
        '4: protobuf_message io.prometheus.write.v2.Request: the embedded server does not have this; use a real Prometheus for it',
        '8: remote write queue max_shards must be positive',
        '10: tls_config: the embedded server does not have this; use a real Prometheus for it',
        '12: Host is a reserved header. It must not be changed',
      ],
    ],
    [
      'storage',
      'storage:\n  tsdb: {}\n  exemplars:\n    max_exemplars: 2000000\n',
      [
        '2: tsdb: the embedded server does not have this; use a real Prometheus for it',
        '4: max_exemplars: the embedded server keeps at most 1000000 exemplars',
      ],
    ],
    [
      'a remote to read from',
      'remote_read: []\n',
      ['1: remote_read: the embedded server does not have this; use a real Prometheus for it'],
    ],
    [
      'a mapping for the list of jobs',
      'scrape_configs:\n  job_name: a\n',
      ['2: cannot unmarshal !!map into []*config.ScrapeConfig'],
    ],
    ['an empty job', 'scrape_configs:\n  -\n', ['2: empty or null scrape config section']],
    ['a job without a name', 'scrape_configs:\n  - scheme: http\n', ['2: job_name is empty']],
    [
      'a name twice',
      `${job('')}  - job_name: api\n`,
      ['4: found multiple scrape configs with job name "api"'],
    ],
    [
      'a string for a list',
      job('static_configs:\n  - targets: localhost:8000'),
      ['4: cannot unmarshal !!str `localho...` into []string'],
    ],
    [
      'a string for a mapping',
      job('static_configs:\n  - localhost:8000'),
      ['4: cannot unmarshal !!str `localho...` into config.StaticConfig'],
    ],
    [
      'a scheme in a target',
      job('static_configs:\n  - targets:\n    - a:1\n    - http://localhost:8000'),
      ['6: "http://localhost:8000" is not a valid hostname'],
    ],
    [
      'a path in a target',
      job('static_configs: [{targets: [localhost:8000/metrics]}]'),
      ['3: "localhost:8000/metrics" is not a valid hostname'],
    ],
    ['a number for a duration', job('scrape_interval: 5'), ['3: not a valid duration string: "5"']],
    ['a duration out of order', job('scrape_interval: 5s1m'), ['3: not a valid duration string: "5s1m"']],
    [
      'a timeout beyond the interval',
      job('scrape_interval: 5s\nscrape_timeout: 6s'),
      ['4: scrape timeout greater than scrape interval for scrape config with job name "api"'],
    ],
    [
      'the same, globally',
      'global:\n  scrape_interval: 5s\n  scrape_timeout: 6s\n',
      ['3: global scrape timeout greater than scrape interval'],
    ],
    [
      'a labelmap to no name',
      job('relabel_configs: [{action: labelmap, replacement: ""}]'),
      [`3: "" is invalid 'replacement' for labelmap action`],
    ],
    [
      'a pattern of files with another ending',
      job('file_sd_configs: [{files: ["targets/[ab].txt"]}]'),
      ['3: path name "targets/[ab].txt" is not valid for file discovery'],
    ],
    ['a word for a switch', job('honor_labels: maybe'), ['3: cannot unmarshal !!str `maybe` into bool']],
    ['a quoted switch', job('honor_labels: "true"'), ['3: cannot unmarshal !!str `true` into bool']],
    ['a negative limit', job('sample_limit: -1'), ['3: cannot unmarshal !!int `-1` into uint']],
    [
      'an unknown unit',
      job('body_size_limit: 10 apples'),
      ['3: units: unknown unit in "10 apples" (write 10MB, 512KB)'],
    ],
    [
      'a unit in small letters',
      job('body_size_limit: 10mb'),
      ['3: units: unknown unit in "10mb" (write 10MB, 512KB)'],
    ],
    ['no protocol', job('scrape_protocols: []'), ['3: scrape_protocols cannot be empty']],
    [
      'a protocol twice',
      inGlobal('scrape_protocols: [PrometheusText0.0.4, PrometheusText0.0.4]'),
      ['2: duplicated protocol in scrape_protocols, got [PrometheusText0.0.4 PrometheusText0.0.4]'],
    ],
    ['a protocol that is null', job('scrape_protocols: [~]'), ['3: unknown scrape protocol ""']],
    [
      'an unknown field of alerting',
      'alerting:\n  alertmanagers:\n  - x: y\n',
      ['3: field x not found in type config.AlertmanagerConfig'],
    ],
    ...(
      [
        ['sigv4: {}', 'sigv4'],
        ['tls_config: {}', 'tls_config'],
        ['basic_auth: {}', 'basic_auth'],
        ['dns_sd_configs: []', 'dns_sd_configs'],
        ['oci_sd_configs: []', 'oci_sd_configs'],
        ['proxy_url: a', 'proxy_url'],
      ] as const
    ).map(([field, name]): [string, string, string[]] => [
      `${name} of an Alertmanager`,
      `alerting:\n  alertmanagers:\n  - scheme: http\n    ${field}\n`,
      [`4: ${name}: the embedded server does not have this; use a real Prometheus for it`],
    ]),
    [
      'the first version of the API of Alertmanagers',
      'alerting:\n  alertmanagers:\n  - api_version: v1\n',
      ['3: expected Alertmanager api version to be one of [v2] but got v1'],
    ],
    [
      'an Alertmanager at a URL',
      'alerting:\n  alertmanagers:\n  - static_configs:\n    - targets: [http://a:9093]\n',
      ['4: "http://a:9093" is not a valid hostname'],
    ],
    [
      'rules for alerts that are null',
      'alerting:\n  alert_relabel_configs: [~]\n  alertmanagers:\n  - relabel_configs: [~]\n    alert_relabel_configs: [~]\n',
      [
        '2: empty or null alert relabeling rule',
        '4: empty or null Alertmanager target relabeling rule',
        '5: empty or null Alertmanager alert relabeling rule',
      ],
    ],
    [
      'a star in a folder of rule files',
      'rule_files: ["a/*/b.yml"]\n',
      ['1: invalid rule file path "a/*/b.yml"'],
    ],
    [
      'a bracket of rule files that is not closed',
      'rule_files: ["[a.yml"]\n',
      ['1: error retrieving rule files for "[a.yml": syntax error in pattern'],
    ],
    [
      'an external label that is not UTF-8',
      inGlobal('external_labels: {a: !!binary "/w=="}'),
      ['2: the !!binary value is not UTF-8'],
    ],
    [
      'half of a pair of UTF-16',
      inGlobal('external_labels:\n  a: "\\ud800"'),
      ['3: found invalid Unicode character escape code'],
    ],
    [
      'a broken pattern',
      job('relabel_configs:\n  - {source_labels: [a], regex: "(", target_label: b}'),
      ['4: the regular expression (: error parsing regexp: missing closing ): `^(?s:()$`'],
    ],
    [
      'an unknown action',
      job('relabel_configs:\n  - action: destroy'),
      ['4: unknown relabel action "destroy"'],
    ],
    [
      'no target for replace',
      job('relabel_configs:\n  - source_labels: [a]'),
      ["4: relabel configuration for replace action requires 'target_label' value"],
    ],
    [
      'no modulus',
      job('relabel_configs:\n  - {action: hashmod, target_label: a}'),
      ['4: relabel configuration for hashmod requires non-zero modulus'],
    ],
    [
      'fields that an action has not',
      job('relabel_configs:\n  - {action: labeldrop, regex: a, target_label: b}'),
      ["4: labeldrop action requires only 'regex', and no other fields"],
    ],
    [
      'no files',
      job('file_sd_configs:\n  - refresh_interval: 1m'),
      ['4: file service discovery config must contain at least one path name'],
    ],
    [
      'files of another kind',
      job('file_sd_configs:\n  - files: [targets.txt]'),
      ['4: path name "targets.txt" is not valid for file discovery'],
    ],
  ])('%s', (_what, text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('and several problems are told at once, in the order of the file', () => {
    const outcome = parseConfig(job('foo: 1\nscrape_interval: x'), FILE);
    expect(outcome).toMatchObject({
      message:
        'parsing YAML file /lab/prometheus.yml: yaml: unmarshal errors:\n' +
        '  line 3: field foo not found in type config.ScrapeConfig\n' +
        '  line 4: not a valid duration string: "x"',
    });
  });

  test('and one problem in one line', () => {
    expect(parseConfig(job('foo: 1'), FILE)).toMatchObject({
      message:
        'parsing YAML file /lab/prometheus.yml: line 3: field foo not found in type config.ScrapeConfig',
    });
  });
});

describe('whatever the text', () => {
  test('there is a result', () => {
    const words = [
      'scrape_configs:',
      'global:',
      '- ',
      '  ',
      '\n',
      'job_name: a',
      'targets: ',
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '<<: ',
      ': ',
      '"',
      "'",
      '|',
      '\t',
      '!!str ',
      'static_configs:',
    ];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(fc.constantFrom(...words)).map((all) => all.join('')),
        ),
        (text) => {
          expect(['ok', 'error']).toContain(parseConfig(text, FILE).status);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('aliases cannot make it grow without limit', () => {
    const targets = `[${Array.from({ length: 400 }, (_, i) => `h${i}:1`).join(',')}]`;
    const text = `scrape_configs:\n  - job_name: a\n    static_configs:\n      - targets: &t ${targets}\n  - job_name: b\n    static_configs: ${repeat('{targets: *t}')}\n  - job_name: c\n    static_configs: ${repeat('{targets: *t}')}\n`;
    expect(parseConfig(text, FILE)).toMatchObject({
      status: 'error',
      message: expect.stringContaining('too many aliases'),
    });
  });
});

describe('the loaded configuration', () => {
  test('shows every default, and is read back as the same configuration', () => {
    const text = job(
      [
        'params: {a: [b]}',
        'body_size_limit: 1536KB',
        'static_configs: [{targets: [x:1], labels: {env: lab}}]',
        'relabel_configs: [{source_labels: [a, b], target_label: c}, {action: labeldrop, regex: "x.*"}]',
        'file_sd_configs: [{files: [/lab/a.yml]}]',
      ].join('\n'),
      [
        'global: {scrape_interval: 5s, external_labels: {lab: ecom}}',
        'rule_files: [/lab/r.yml]',
        'alerting:',
        '  alert_relabel_configs: [{action: labeldrop, regex: replica}]',
        '  alertmanagers:',
        '  - path_prefix: /am',
        '    file_sd_configs: [{files: [/lab/am.yml]}]',
        '    relabel_configs: [{target_label: __scheme__, replacement: https}]',
        '    alert_relabel_configs: [{target_label: to, replacement: am}]',
        '  - static_configs: [{targets: [am:9093]}]',
        'storage: {exemplars: {max_exemplars: 5}}',
        'remote_write:',
        '- url: http://a/write',
        '- url: http://b/write',
        '  name: b',
        '  headers: {X-Scope-OrgID: lab}',
        '  send_exemplars: true',
        '  write_relabel_configs: [{action: labeldrop, regex: x}]',
        '  queue_config: {retry_on_http_429: true, sample_age_limit: 1h}',
        '  metadata_config: {send: false}',
        '',
      ].join('\n'),
    );
    const config = ok(text);
    const shown = formatLoadedConfig(config);
    expect(shown).toContain('scrape_timeout: 5s\n');
    expect(shown).toContain('  - source_labels: [a, b]\n');
    expect(shown).toContain('  metrics_path: /metrics\n');
    expect(shown).toContain('  - targets:\n    - x:1\n    labels:\n      env: lab\n');
    expect(shown).toContain(
      '  - follow_redirects: true\n    enable_http2: true\n    scheme: http\n    path_prefix: /am\n    timeout: 10s\n    api_version: v2\n',
    );
    expect(shown).toContain(
      'remote_write:\n- url: http://a/write\n  remote_timeout: 30s\n  protobuf_message: prometheus.WriteRequest\n  follow_redirects: true\n  enable_http2: false\n  queue_config:\n    capacity: 10000\n    max_shards: 50\n    min_shards: 1\n    max_samples_per_send: 2000\n    batch_send_deadline: 5s\n    min_backoff: 30ms\n    max_backoff: 5s\n  metadata_config:\n    send: true\n    send_interval: 1m\n    max_samples_per_send: 2000\n',
    );
    expect(plain(ok(shown))).toEqual(plain(config));
  });

  test('does not show the password of a receiver', () => {
    const shown = formatLoadedConfig(ok('remote_write: [{url: "http://me:secret@a/write"}]\n'));
    expect(shown).toContain('- url: http://me:xxxxx@a/write\n');
  });

  test('shows where its paths lead', () => {
    const text = job(
      'file_sd_configs: [{files: [a.yml]}]',
      'rule_files: [r.yml]\nalerting: {alertmanagers: [{file_sd_configs: [{files: [am.yml]}]}]}\n',
    );
    const shown = formatLoadedConfig(ok(text));
    for (const file of ['a.yml', 'am.yml', 'r.yml']) expect(shown).toContain(`- /lab/${file}\n`);
  });
});

describe('a file of targets', () => {
  test('is read as JSON and as YAML', () => {
    const groups = [{ targets: ['a:1', 'b:2'], labels: { env: 'lab' } }];
    expect(parseTargetFile(JSON.stringify(groups), '/t.json')).toEqual({ status: 'ok', groups });
    expect(parseTargetFile('- targets: [a:1, b:2]\n  labels:\n    env: lab\n', '/t.yml')).toEqual({
      status: 'ok',
      groups,
    });
    expect(parseTargetFile('', '/t.yml')).toEqual({ status: 'ok', groups: [] });
  });

  test('that is invalid is rejected with its line', () => {
    expect(parseTargetFile('- target: [a:1]\n', '/t.yml')).toMatchObject({
      status: 'error',
      message: 'parsing YAML file /t.yml: line 1: field target not found in type config.StaticConfig',
    });
  });
});
