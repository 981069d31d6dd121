import { describe, expect, test } from 'vitest';
import { findMetric, judgeMetric } from '../../../../src/lab/checks/metrics/find.ts';
import { output } from '../../../../src/lab/runtimes/node/explain/output.ts';
import { closestWord } from '../../../../src/lab/checks/facts/similarity.ts';
import { verdictOfStartFailure } from '../../../../src/lab/checks/app/start-failures.ts';
import type { RegisteredMetric, RegistrySnapshot, StartFailure } from '../../../../src/lab/model/app-run.ts';
import { codeOf } from '../support/context.ts';

const snapshot = (...names: string[]): RegistrySnapshot => ({
  id: 1,
  isDefault: true,
  contentType: 'text/plain',
  text: '',
  metrics: names.map((name) => ({ name, type: 'counter', help: 'h', labelNames: [] })),
});

describe('a missing metric', () => {
  test.each<[code: string, registries: readonly RegistrySnapshot[]]>([
    ['client-not-used', []],
    ['metric-missing', [snapshot()]],
    ['metric-missing', [snapshot('process_cpu_seconds_total')]],
    ['name-without-total', [snapshot('http_requests')]],
    ['name-without-total', [snapshot('httpRequests')]],
    ['wrong-name', [snapshot('http_request_total')]],
    ['wrong-name', [snapshot('httpRequestsTotal')]],
    ['wrong-name', [snapshot('http_requets_total')]],
    ['wrong-name', [snapshot('http_requests_total_count')]],
    ['name-without-total', [snapshot('http_requests_count')]],
    ['name-without-total', [snapshot('httpRequestsCounter')]],
    ['wrong-name', [snapshot('shop_http_requests_total')]],
    ['wrong-name', [snapshot('requests_total')]],
    ['wrong-name', [snapshot('total_http_requests')]],
    ['wrong-name', [snapshot('http_requests_by_path_total')]],
    ['metric-missing', [snapshot('cart_size')]],
    ['metric-missing', [snapshot('http_errors_total', 'total')]],
    ['metric-missing', [snapshot('http_nodejs_active_requests_total')]],
  ])('is %s if there is %j', (code, registries) => {
    const search = findMetric(registries, 'http_requests_total');
    expect('missing' in search && search.missing.code).toBe(code);
  });

  test.each<[code: string, found: string | undefined, histograms: string[]]>([
    ['unit-in-name', 'http_request_duration_milliseconds', ['http_request_duration_milliseconds']],
    ['unit-in-name', 'http_request_duration_ms', ['http_request_duration_ms']],
    ['unit-in-name', 'httpRequestDurationMs', ['httpRequestDurationMs']],
    ['unit-in-name', 'http_request_duration', ['http_request_duration']],
    ['unit-in-name', 'request_duration_ms', ['other_seconds', 'request_duration_ms']],
    ['unit-in-name', 'latency', ['latency']],
    ['wrong-name', 'http_request_duration_second', ['http_request_duration_second']],
    ['wrong-name', 'request_duration_seconds', ['request_duration_seconds']],
    ['wrong-name', 'latency_seconds', ['latency_seconds']],
    ['metric-missing', undefined, []],
  ])('is %s because of %s with the histograms %j', (code, found, names) => {
    const counters = snapshot('http_requests_total', 'inprogress_requests');
    const histograms = snapshot(...names).metrics.map(
      (metric) => ({ ...metric, type: 'histogram' }) as const,
    );
    const registry = { ...counters, metrics: [...counters.metrics, ...histograms] };
    const search = findMetric([registry], 'http_request_duration_seconds', 'histogram');
    const missing = 'missing' in search ? search.missing : undefined;
    expect([
      missing?.code,
      missing?.fact && 'found' in missing.fact ? missing.fact.found : undefined,
    ]).toEqual([code, found]);
  });

  test('of another type is pointed at where it measures the same', () => {
    const metrics = [{ name: 'http_request_duration_ms', type: 'gauge', help: 'h', labelNames: [] } as const];
    const search = findMetric([{ ...snapshot(), metrics }], 'http_request_duration_seconds', 'histogram');
    expect('missing' in search && search.missing.code).toBe('unit-in-name');
  });

  test('is found in any registry', () => {
    const search = findMetric([snapshot(), snapshot('http_requests_total')], 'http_requests_total');
    expect('found' in search && search.found).toHaveLength(1);
  });
});

describe('an existing metric', () => {
  const spec = { kind: 'metric', name: 'm', type: 'counter', help: 'Total number of requests' } as const;
  const metric: RegisteredMetric = {
    name: 'm',
    type: 'counter',
    help: 'Total number of requests',
    labelNames: [],
  };

  test.each<[code: string | undefined, metric: Partial<RegisteredMetric>, labels: string[] | undefined]>([
    [undefined, {}, undefined],
    [undefined, {}, []],
    [undefined, { help: ' total number of requests. ' }, []],
    [undefined, { labelNames: ['method', 'path', 'code'] }, ['path', 'method']],
    ['wrong-type', { type: 'gauge' }, []],
    ['wrong-type', { type: 'gauge', help: 'other', labelNames: ['x'] }, []],
    ['help-differs', { help: 'Total number of errors' }, []],
    ['labels-too-early', { labelNames: ['path'] }, []],
    ['label-missing', {}, ['path', 'method']],
    ['label-missing', { labelNames: ['path'] }, ['path', 'method']],
    ['label-misnamed', { labelNames: ['Path', 'method'] }, ['path', 'method']],
    ['label-misnamed', { labelNames: ['route', 'verb'] }, ['path', 'method']],
    ['label-misnamed', { labelNames: ['status'] }, ['code']],
    ['label-misnamed', { labelNames: ['statusCode'] }, ['code']],
  ])('gets %s for %j', (code, fields, labels) => {
    expect(judgeMetric({ ...metric, ...fields }, { ...spec, ...(labels && { labels }) })?.code).toBe(code);
  });
});

const exit = (error: string, at?: string) => ({
  code: 1,
  signal: null,
  error,
  ...(at !== undefined && { at }),
  lastLines: ['a line of output'],
});

const noSuchPort = 'RangeError: options.port should be >= 0 and < 65536. Received type number (80000).';

describe('an app that does not start', () => {
  test.each<[code: string, failure: StartFailure, run?: 'live']>([
    ['missing-entry', { kind: 'missing-entry', file: 'main.ts' }],
    [
      'syntax-error',
      { kind: 'syntax-error', file: 'main.ts', line: 3, column: 5, message: 'Expected ";"', lineText: 'a b' },
    ],
    ['missing-package', { kind: 'unresolved-import', specifier: 'prom-clients' }],
    ['unresolved-import', { kind: 'unresolved-import', specifier: './metrics.ts', file: 'main.ts', line: 2 }],
    ['app-crashed', { kind: 'crashed', exit: exit('Error: boom', 'main.ts:4:2') }],
    [
      'positional-arguments',
      { kind: 'crashed', exit: exit('TypeError: constructor expected a config object') },
    ],
    ['help-missing', { kind: 'crashed', exit: exit('Error: Missing mandatory help parameter') }],
    ['name-missing', { kind: 'crashed', exit: exit('Error: Missing mandatory name parameter') }],
    ['name-invalid', { kind: 'crashed', exit: exit('Error: Invalid metric name') }],
    [
      'defined-twice',
      { kind: 'crashed', exit: exit('Error: A metric with the name m has already been registered.') },
    ],
    [
      'new-missing',
      { kind: 'crashed', exit: exit("TypeError: Class constructor Counter cannot be invoked without 'new'") },
    ],
    [
      'missing-package',
      {
        kind: 'crashed',
        exit: exit("Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'prom-client' imported from x"),
      },
    ],
    [
      'port-used-twice',
      { kind: 'crashed', exit: exit('Error: listen EADDRINUSE: address already in use 127.0.0.1:3000') },
    ],
    [
      'port-taken',
      { kind: 'crashed', exit: exit('Error: listen EADDRINUSE: address already in use 127.0.0.1:3000') },
      'live',
    ],
    ['app-exited', { kind: 'exited', exit: { code: 0, signal: null, lastLines: [] } }],
    [
      'port-used-twice',
      {
        kind: 'listen-failed',
        listen: { status: 'failed', asked: 3000, code: 'EADDRINUSE', message: 'taken' },
      },
    ],
    [
      'port-taken',
      {
        kind: 'listen-failed',
        listen: { status: 'failed', asked: 3000, code: 'EADDRINUSE', message: 'taken' },
      },
      'live',
    ],
    [
      'port-refused',
      { kind: 'listen-failed', listen: { status: 'failed', asked: 80, code: 'EACCES', message: 'denied' } },
    ],
    ['port-refused', { kind: 'crashed', exit: exit(noSuchPort) }],
    ['never-listened', { kind: 'never-listened', afterMs: 5000, lastLines: [], port: 3000, listens: [] }],
    [
      'not-listening-on-port',
      {
        kind: 'never-listened',
        afterMs: 5000,
        lastLines: [],
        port: 3000,
        listens: [{ status: 'listening', asked: 8000, got: 41234 }],
      },
    ],
    [
      'not-listening-on-port',
      {
        kind: 'never-listened',
        afterMs: 5000,
        lastLines: [],
        port: 3000,
        listens: [{ status: 'listening', asked: 0, got: 41234, name: '127.0.0.1' }],
      },
    ],
    ['unresponsive', { kind: 'unresponsive', afterMs: 5000, lastLines: [] }],
  ])('gets %s', (code, failure, run) => {
    expect(codeOf(verdictOfStartFailure(failure, run ?? 'isolated', output))).toBe(code);
  });

  test('a file that cannot be read is reported with its line', () => {
    const place = { file: 'main.ts', line: 3, column: 5, lineText: 'let a b' };
    const verdict = verdictOfStartFailure(
      { kind: 'syntax-error', message: 'Expected ";"', ...place },
      'isolated',
      output,
    );
    expect(verdict.fact).toEqual({
      kind: 'file-unreadable',
      said: 'Expected ";"',
      known: undefined,
      ...place,
    });
  });

  test.each<[kind: string, specifier: string, place: { file?: string; line?: number }, at?: string]>([
    ['imported-file-not-there', './metrics.ts', { file: 'main.ts', line: 2 }, 'main.ts:2'],
    ['imported-file-not-there', '../metrics.ts', { file: 'main.ts' }, 'main.ts'],
    ['imported-file-not-there', '/metrics.ts', {}],
    ['imported-package-not-installed', 'socket.io', { line: 2 }],
    ['imported-package-not-installed', '@shop/metrics', { file: 'main.ts', line: 2 }, 'main.ts:2'],
  ])('%s where %j in %j is not found', (kind, specifier, place, at) => {
    const failure = { kind: 'unresolved-import', specifier, ...place } as const;
    expect(verdictOfStartFailure(failure, 'isolated', output).fact).toEqual({ kind, specifier, at });
  });

  test('a package that is missed at run time is named', () => {
    const error = "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'prom-client' imported from x";
    const verdict = verdictOfStartFailure({ kind: 'crashed', exit: exit(error) }, 'isolated', output);
    expect(verdict.fact).toMatchObject({ kind: 'imported-package-not-installed', specifier: 'prom-client' });
  });

  test.each([
    ['type number (80000).', '80000'],
    ["type string ('80a').", '80a'],
  ])('a port out of range is shown: Received %s', (received, port) => {
    const error = `RangeError: options.port should be >= 0 and < 65536. Received ${received}`;
    const ended = exit(error, 'main.ts:4:2');
    expect(verdictOfStartFailure({ kind: 'crashed', exit: ended }, 'isolated', output).fact).toEqual({
      kind: 'port-out-of-range',
      at: 'main.ts:4:2',
      error,
      output: ['a line of output'],
      port,
    });
  });

  test('an app that ends by itself is reported with how it ended', () => {
    const crashed = { kind: 'crashed', exit: exit('Error: boom', 'main.ts:4:2') } as const;
    expect(verdictOfStartFailure(crashed, 'isolated', output).fact).toEqual({
      kind: 'app-crashed-at-start',
      at: 'main.ts:4:2',
      error: 'Error: boom',
      output: ['a line of output'],
      known: undefined,
    });
    const exited = { kind: 'exited', exit: { code: 3, signal: null, lastLines: ['bye'] } } as const;
    expect(verdictOfStartFailure(exited, 'isolated', output).fact).toEqual({
      kind: 'app-exited-at-start',
      exitCode: 3,
      output: ['bye'],
    });
  });

  test('a port in use is never the learner’s mistake', () => {
    const listen = { status: 'failed', asked: 3000, code: 'EADDRINUSE', message: 'taken' } as const;
    expect(verdictOfStartFailure({ kind: 'listen-failed', listen }, 'live', output).status).toBe('blocked');
  });
});

describe('the closest word', () => {
  test.each([
    ['static_config', 'static_configs'],
    ['job-name', 'job_name'],
    ['scrape_confgis', 'scrape_configs'],
    ['labels', undefined],
    ['', undefined],
  ])('for %j is %j', (word, meant) => {
    expect(closestWord(word, ['static_configs', 'job_name', 'scrape_configs'])).toBe(meant);
  });
});
