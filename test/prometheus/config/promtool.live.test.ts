// What a real Prometheus 2.42 takes or refuses, the embedded server takes or refuses. Where Prometheus 3, which it
// follows, decides otherwise, the table of differences says why.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/prometheus/config/index.ts';
import { isPrometheusMissing, prometheusPath } from '../../support/real-prometheus.ts';

const inGlobal = (field: string) => (value: string) => `global:\n  ${field}: ${value}\n`;
const inJob = (field: string) => (value: string) => `scrape_configs:\n- job_name: a\n  ${field}: ${value}\n`;
const inRule = (field: string) => (value: string) =>
  inJob('relabel_configs')(`[{target_label: x, action: hashmod, modulus: 1, ${field}: ${value}}]`).replace(
    field === 'modulus' ? 'modulus: 1, ' : '',
    '',
  );
const alertmanager = (fields: string): string => `{alertmanagers: [{${fields}}]}`;

const INTEGERS = [
  [
    '10',
    '+10',
    '-1',
    '-0',
    '1_000',
    '0x10',
    '0X1F',
    '0o17',
    '0b101',
    '010',
    '08',
    '1e3',
    '1.0',
    '1.',
    '10.5',
  ],
  ['.5', '~', '""', '"10"', 'abc', '1_', '_1', '0x', '0xg', '0x_1', '+0x10', '-0x10', '9007199254740993'],
  [
    '18446744073709551615',
    '99999999999999999999',
    '.inf',
    '.nan',
    'true',
    '!!int "10"',
    '!!str 10',
    '!foo 3',
  ],
  ['[1]', '0b102', '10s', '685.230_15e+03', '1:30', '-1_000', '2001-01-01'],
].flat();
const BOOLEANS = [
  ['true', 'True', 'TRUE', 'tRUE', 'yes', 'yEs', 'y', 'N', 'on', 'OFF', 'nO', '1', '"true"', 't', '~', '""'],
  ['!!bool "true"', '!!str true', '[true]'],
].flat();
const DURATIONS = [
  [
    '10',
    '10s',
    '1m30s',
    '1.5s',
    '0',
    '-1s',
    '1m1h',
    '""',
    '5S',
    '1y',
    '100000y',
    '1e3s',
    '!!str 5s',
    '" 5s"',
  ],
  ['00010s', '1_000s', '[5s]', '292y', '293y'],
].flat();
const SIZES = [
  [
    '10MB',
    '10MiB',
    '10mb',
    '10M',
    '10',
    '0',
    '1.5GB',
    '-1MB',
    '1kB',
    '1MB1KB',
    '1MiB1KB',
    '1B',
    '8EB',
    '9EB',
  ],
  ['.5MB', '5.MB', '00', '+10MB', '1ZB', '15EiB', '""', '10 MB', '1_000MB', '.MB', '-', '1MB 1KB'],
].flat();
const PATTERNS = [
  ['a.yml', '*.yml', 'a/*.yml', 'a/*/b.yml', '**.yml', '*a*.yml', 'a?.yml', '[ab].yml', 'a*b', 'dir*/a.yml'],
  ['', '*', '*/', '*.yml/', 'a.txt', 't.Yml', 't.YAML', 't*', 'd?/t.yml', '[^a-c].json', '.yml', '*.yml '],
].flat();
const LABELS = [
  [
    '{a: b}',
    '{a: ""}',
    '{a: ~}',
    '{a: 5}',
    '{"": b}',
    '{a-b: c}',
    '{"1a": c}',
    '{a: "\\xff"}',
    '{a: "\\ud800"}',
  ],
  [
    '{a: "\\uD83D\\uDE00"}',
    '{a: "\\\\ud800"}',
    '{"\\ud800": b}',
    '{a: !!binary "/w=="}',
    '{a: !!binary aGk=}',
  ],
  [
    '{a: [b]}',
    '[a]',
    '~',
    '{}',
    '{a: b, a: c}',
    '{~: b}',
    '{__a: b}',
    '{a: "\\U0000DFFF"}',
    "{a: '\\ud800'}",
  ],
].flat();
const ALERTING = [
  ['{}', '~', '[]', 'foo', '{foo: 1}', '{alertmanagers: []}', '{alertmanagers: foo}', '{alertmanagers: {}}'],
  ['{alertmanagers: [~]}', '{alert_relabel_configs: [~]}', '{alert_relabel_configs: [{action: drop}]}'],
  ['{alert_relabel_configs: [{action: foo}]}', '{alert_relabel_configs: {}}'],
  [
    [
      'foo: 1',
      'scheme: ftp',
      'api_version: v1',
      'api_version: v2',
      'api_version: v3',
      'timeout: x',
      'timeout: 5s',
    ],
    [
      "static_configs: [{targets: ['']}]",
      'static_configs: [{targets: [a]}]',
      'static_configs: [{targets: ["http://a"]}]',
      'static_configs: [~]',
    ],
    'static_configs: [{targets: ["http://a"]}], relabel_configs: [{action: drop}]',
    [
      'relabel_configs: [{regex: "("}]',
      'dns_sd_configs: [{names: [a]}]',
      'file_sd_configs: [{files: [a.txt]}]',
    ],
    ['basic_auth: {username: a}', 'tls_config: {insecure_skip_verify: true}', 'follow_redirects: x'],
    ['path_prefix: [a]', 'alert_relabel_configs: []', 'enable_http2: false'],
  ]
    .flat()
    .map(alertmanager),
].flat();
const TARGETS = [
  "[{targets: ['']}]",
  "[{targets: [a, '', b]}]",
  "[{targets: [a]}, {targets: ['']}]",
  "[{targets: [' ']}]",
  '[{targets: []}]',
  '[{targets: [a/b]}]',
  "[{targets: ['a b']}]",
  "[{targets: [a], labels: {__address__: ''}}]",
  "[{targets: ['']}]\n  relabel_configs: [{target_label: __address__, replacement: b}]",
  "[{targets: ['']}]\n  relabel_configs: [{action: drop, source_labels: [__address__]}]",
];
const remoteWrite = (fields: string): string => `[{url: "http://a/write", ${fields}}]`;
const REMOTE_WRITES = [
  ['~', '[]', '{}', '[~]', '[{}]', '[{url: ""}]', '[{url: "http://a"}]', '[{url: "http://a", foo: 1}]'],
  ['[{url: "http://a"}, {url: "http://b"}]', '[{url: "http://a", name: x}, {url: "http://b", name: x}]'],
  [
    'remote_timeout: x',
    'remote_timeout: 1m',
    'headers: {X-A: b}',
    'headers: {Host: b}',
    'headers: {user-agent: b}',
    'headers: {Authorization: b}',
    'write_relabel_configs: [~]',
    'write_relabel_configs: [{action: drop}]',
    'write_relabel_configs: [{action: foo}]',
    'send_exemplars: true',
    'send_exemplars: x',
    'send_native_histograms: false',
    'follow_redirects: false',
    'enable_http2: true',
    'metadata_config: {send: false}',
    'metadata_config: {send: true, send_interval: 5s, max_samples_per_send: 5}',
    'metadata_config: {foo: 1}',
    'basic_auth: {username: a}',
    'tls_config: {insecure_skip_verify: true}',
    'proxy_url: "http://p"',
    'sigv4: {region: a}',
    ...[
      'capacity: 0',
      'capacity: 5',
      'max_shards: 0',
      'min_shards: 0',
      'min_shards: 60',
      'max_samples_per_send: 0',
      'max_samples_per_send: -1',
      'max_samples_per_send: 1',
      'max_backoff: 10ms',
      'min_backoff: 10s',
      'min_backoff: 10s, max_backoff: 10s',
      'retry_on_http_429: true',
      'batch_send_deadline: 0s',
      'batch_send_deadline: x',
      'foo: 1',
    ].map((field) => `queue_config: {${field}}`),
  ].map(remoteWrite),
].flat();
const STORAGES = [
  '~',
  '{}',
  '{exemplars: ~}',
  '{exemplars: {}}',
  '{exemplars: {max_exemplars: 5}}',
  '{exemplars: {max_exemplars: 0}}',
  '{exemplars: {max_exemplars: -1}}',
  '{exemplars: {max_exemplars: x}}',
  '{exemplars: {foo: 1}}',
  '{foo: 1}',
  '{tsdb: {out_of_order_time_window: 1h}}',
  '{exemplars: {max_exemplars: 1000001}}',
];
const quoted = (values: readonly string[]): string[] => values.map((value) => `[${JSON.stringify(value)}]`);

const FIELDS: readonly [string, readonly string[], (value: string) => string][] = [
  ['sample_limit', INTEGERS, inJob('sample_limit')],
  ['modulus', INTEGERS, inRule('modulus')],
  ['honor_labels', BOOLEANS, inJob('honor_labels')],
  ['scrape_interval', DURATIONS, inGlobal('scrape_interval')],
  ['body_size_limit', SIZES, inJob('body_size_limit')],
  ['scheme', ['http', 'HTTP', 'Https', 'ftp', '""', '5', '[a]'], inJob('scheme')],
  ['rule_files', [...quoted(PATTERNS), 'a.yml', '~', '[~]', '[5]'], (value) => `rule_files: ${value}\n`],
  ['file_sd_configs', quoted(PATTERNS), (value) => inJob('file_sd_configs')(`[{files: ${value}}]`)],
  ['external_labels', LABELS, inGlobal('external_labels')],
  ['static_configs', TARGETS, inJob('static_configs')],
  ['alerting', ALERTING, (value) => `alerting: ${value}\n`],
  ['remote_write', REMOTE_WRITES, (value) => `remote_write: ${value}\n`],
  ['storage', STORAGES, (value) => `storage: ${value}\n`],
  ['document', ['%YAML 1.1\n---\n{}', '%YAML 1.2\n---\n{}', '--- {}\n--- {}'], (value) => `${value}\n`],
];

const ANY_NAME = 'Since 3.0 a label name may hold any UTF-8.';
const NOT_HERE =
  'The embedded server finds Alertmanagers in files only, and has no TLS settings or authentication.';
const CHECKED = 'Prometheus 3 checks the numbers of a queue.';
const NO_CLIENT = 'The embedded server sends without TLS settings, authentication and proxies.';
const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ['external_labels: {a-b: c}', ANY_NAME],
  ['external_labels: {"1a": c}', ANY_NAME],
  [`alerting: ${alertmanager('api_version: v1')}`, 'Since 3.0 there is only v2.'],
  [`alerting: ${alertmanager('dns_sd_configs: [{names: [a]}]')}`, NOT_HERE],
  [`alerting: ${alertmanager('basic_auth: {username: a}')}`, NOT_HERE],
  [`alerting: ${alertmanager('tls_config: {insecure_skip_verify: true}')}`, NOT_HERE],
  ['remote_write: [{url: ""}]', 'Nothing can be sent to it.'],
  [`remote_write: ${remoteWrite('basic_auth: {username: a}')}`, NO_CLIENT],
  [`remote_write: ${remoteWrite('tls_config: {insecure_skip_verify: true}')}`, NO_CLIENT],
  [`remote_write: ${remoteWrite('proxy_url: "http://p"')}`, NO_CLIENT],
  [`remote_write: ${remoteWrite('sigv4: {region: a}')}`, NO_CLIENT],
  ...[
    'capacity: 0',
    'max_shards: 0',
    'min_shards: 0',
    'min_shards: 60',
    'max_samples_per_send: 0',
    'max_samples_per_send: -1',
    'max_backoff: 10ms',
    'min_backoff: 10s',
  ].map((field) => [`remote_write: ${remoteWrite(`queue_config: {${field}}`)}`, CHECKED] as const),
  ['storage: {tsdb: {out_of_order_time_window: 1h}}', 'The embedded server takes no samples out of order.'],
  ['storage: {exemplars: {max_exemplars: 1000001}}', 'It keeps at most a million exemplars.'],
  [
    `alerting: ${alertmanager('alert_relabel_configs: []')}`,
    'Since 2.51.0 an Alertmanager may have rules for its alerts (prometheus/prometheus#12551).',
  ],
]);

describe.skipIf(isPrometheusMissing)('a real Prometheus', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'promtool-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function isTaken(text: string, name: string): Promise<boolean> {
    const file = path.join(folder, `${name}.yml`);
    await writeFile(file, text);
    const promtool = path.join(path.dirname(prometheusPath()), 'promtool');
    return new Promise((resolve) => {
      execFile(promtool, ['check', 'config', '--syntax-only', file], (error) => resolve(error === null));
    });
  }

  test.each(FIELDS)('accepts and rejects the same values of %s', async (field, values, configure) => {
    const differing: string[] = [];
    for (const value of values) {
      const text = configure(value);
      const isTakenHere = parseConfig(text, path.join(folder, 'prometheus.yml')).status === 'ok';
      if ((await isTaken(text, field)) !== isTakenHere) differing.push(`${field}: ${value}`);
    }
    expect(differing).toEqual([...DIFFERENCES.keys()].filter((key) => key.startsWith(`${field}: `)));
  });
});
