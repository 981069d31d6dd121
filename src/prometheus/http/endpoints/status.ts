// /api/v1/status/… and /version: what the server says of itself.
import { platform, version as nodeVersion } from 'node:process';
import type { Labels } from '../../model/samples.ts';
import type { Backend, NamedCount } from '../api/backend.ts';
import { success } from '../api/envelope.ts';
import { limitParam, MAX_TIME_MS, MIN_TIME_MS } from '../api/params.ts';
import { formatRfc3339 } from '../api/rfc3339.ts';
import type { ApiRequest, Reply, Route } from '../api/route.ts';

/** The status routes. */
export function statusRoutes(backend: Backend): readonly Route[] {
  const { control, samples } = backend;
  return [
    get('config', () => success({ yaml: control.configYaml() })),
    get('flags', () => success(control.flags())),
    get('buildinfo', () => success(buildInfo(control))),
    get('runtimeinfo', () => runtimeInfo(backend)),
    get('walreplay', () => success({ min: 0, max: 0, current: 0, state: 'done' })),
    get('tsdb', (request) => success(tsdbStatus(samples, request))),
    {
      methods: ['GET'],
      path: '/version',
      // Prometheus names no other type for it.
      answer: () => ({
        status: 200,
        contentType: 'text/plain; charset=utf-8',
        body: `${JSON.stringify(buildInfo(control))}\n`,
      }),
    },
  ];
}

function get(name: string, answer: Route['answer']): Route {
  return { methods: ['GET'], path: `/api/v1/status/${name}`, answer };
}

function buildInfo({ version }: Backend['control']): Readonly<Record<string, string>> {
  return {
    version,
    revision: 'ecom-lab-embedded',
    branch: 'embedded',
    buildUser: '',
    buildDate: '',
    goVersion: `node ${nodeVersion} ${platform}`,
  };
}

function runtimeInfo({ control, samples }: Backend): Reply {
  const { isSuccess, successMs } = control.lastReload();
  return success({
    startTime: formatRfc3339(control.startedMs),
    CWD: '',
    hostname: 'localhost',
    serverTime: formatRfc3339(control.now()),
    reloadConfigSuccess: isSuccess,
    lastConfigTime: formatRfc3339(successMs),
    corruptionCount: 0,
    timeSeriesCount: samples.stats().seriesCount,
    storageRetention: control.retention,
  });
}

function tsdbStatus(samples: Backend['samples'], { params }: ApiRequest): Readonly<Record<string, unknown>> {
  const limit = limitParam(params) || 10;
  const byMetric = new Map<string, number>();
  const byPair = new Map<string, number>();
  const values = new Map<string, Map<string, number>>();
  for (const labels of samples.series([], MIN_TIME_MS, MAX_TIME_MS)) count(labels, byMetric, byPair, values);
  const stats = samples.stats();
  const perName = (size: (values: ReadonlyMap<string, number>) => number): NamedCount[] =>
    top(new Map([...values].map(([name, all]) => [name, size(all)])), limit);
  return {
    headStats: {
      numSeries: stats.seriesCount,
      numLabelPairs: byPair.size,
      // One block of typed arrays for each series.
      chunkCount: stats.seriesCount,
      minTime: stats.minTime ?? 0,
      maxTime: stats.maxTime ?? 0,
    },
    seriesCountByMetricName: top(byMetric, limit),
    labelValueCountByLabelName: perName((all) => all.size),
    memoryInBytesByLabelName: perName((all) => [...all.values()].reduce((sum, bytes) => sum + bytes, 0)),
    seriesCountByLabelValuePair: top(byPair, limit),
  };
}

function count(
  labels: Labels,
  byMetric: Map<string, number>,
  byPair: Map<string, number>,
  values: Map<string, Map<string, number>>,
): void {
  for (const [name, value] of labels.entries()) {
    if (name === '__name__') byMetric.set(value, (byMetric.get(value) ?? 0) + 1);
    const pair = `${name}=${value}`;
    byPair.set(pair, (byPair.get(pair) ?? 0) + 1);
    const all = values.get(name) ?? new Map<string, number>();
    all.set(value, Buffer.byteLength(value));
    values.set(name, all);
  }
}

function top(counts: ReadonlyMap<string, number>, limit: number): NamedCount[] {
  return [...counts]
    .map(([name, value]) => ({ name, value }))
    .toSorted((a, b) => b.value - a.value || (a.name < b.name ? -1 : 1))
    .slice(0, limit);
}
