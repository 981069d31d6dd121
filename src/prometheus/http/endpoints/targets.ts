// /api/v1/targets, targets/metadata, metadata, scrape_pools: what is scraped, how it goes, what it says of its metrics.
import { selectorMatchers } from '../../promql/index.ts';
import { ApiError, invalidParameter } from '../api/error.ts';
import type { ActiveTargetView, TargetMetadata, TargetSource } from '../../scrape/model/target-view.ts';
import { success } from '../api/envelope.ts';
import { labelFilter } from '../api/label-filter.ts';
import { quote } from '../api/params.ts';
import type { ApiRequest, Reply, Route } from '../api/route.ts';
import { formatRfc3339 } from '../api/rfc3339.ts';

/** The routes that tell of targets. */
export function targetRoutes(source: TargetSource): readonly Route[] {
  return [
    { methods: ['GET'], path: '/api/v1/targets', answer: (request) => targetList(source, request) },
    {
      methods: ['GET'],
      path: '/api/v1/targets/metadata',
      answer: (request) => targetMetadata(source, request),
    },
    { methods: ['GET'], path: '/api/v1/metadata', answer: (request) => metadata(source, request) },
    {
      methods: ['GET'],
      path: '/api/v1/scrape_pools',
      answer: () => success({ scrapePools: source.scrapePools().toSorted() }),
    },
  ];
}

function targetList(source: TargetSource, { params }: ApiRequest): Reply {
  const state = (params.get('state') ?? '').toLowerCase();
  const pool = params.get('scrapePool') ?? '';
  const isWanted = (target: { scrapePool: string }): boolean => pool === '' || target.scrapePool === pool;
  const isActiveShown = ['', 'any', 'active'].includes(state);
  const isDroppedShown = ['', 'any', 'dropped'].includes(state);
  const dropped = source.dropped();
  const counts: Record<string, number> = {};
  for (const name of source.scrapePools()) counts[name] = 0;
  for (const { scrapePool } of dropped) counts[scrapePool] = (counts[scrapePool] ?? 0) + 1;
  return success({
    activeTargets: isActiveShown ? byPool(source.active().filter(isWanted)).map(activeJson) : [],
    droppedTargets: isDroppedShown
      ? byPool(dropped.filter(isWanted)).map(({ discoveredLabels, scrapePool }) => ({
          discoveredLabels: discoveredLabels.toObject(),
          scrapePool,
        }))
      : [],
    droppedTargetCounts: counts,
  });
}

function activeJson(target: ActiveTargetView): Readonly<Record<string, unknown>> {
  return {
    discoveredLabels: target.discoveredLabels.toObject(),
    labels: target.labels.toObject(),
    scrapePool: target.scrapePool,
    scrapeUrl: target.scrapeUrl,
    globalUrl: target.scrapeUrl,
    lastError: target.lastError,
    lastScrape: formatRfc3339(target.lastScrapeMs),
    lastScrapeDuration: target.lastScrapeDurationSeconds,
    health: target.health,
    scrapeInterval: target.scrapeInterval,
    scrapeTimeout: target.scrapeTimeout,
  };
}

function targetMetadata(source: TargetSource, { params }: ApiRequest): Reply {
  const limit = metadataLimit(params, 'limit');
  const metric = params.get('metric') ?? '';
  const matchTarget = params.get('match_target') ?? '';
  const isWanted = matchTarget === '' ? () => true : labelFilter(readSelector(matchTarget));
  const found = source
    .active()
    .filter((target) => isWanted(target.labels))
    .flatMap((target) =>
      target.metadata
        .filter((one) => metric === '' || one.metric === metric)
        .map((one) => ({
          target: target.labels.toObject(),
          ...(metric === '' ? { metric: one.metric } : {}),
          type: one.type,
          help: one.help,
          unit: one.unit,
        })),
    );
  return success(limit < 0 ? found : found.slice(0, limit));
}

function metadata(source: TargetSource, { params }: ApiRequest): Reply {
  const limit = metadataLimit(params, 'limit');
  const limitPerMetric = metadataLimit(params, 'limit_per_metric');
  const metric = params.get('metric') ?? '';
  const found = new Map<string, Map<string, Omit<TargetMetadata, 'metric'>>>();
  for (const target of source.active())
    for (const { metric: name, type, help, unit } of target.metadata) {
      if (metric !== '' && name !== metric) continue;
      const entries = found.get(name) ?? new Map<string, Omit<TargetMetadata, 'metric'>>();
      found.set(name, entries);
      if (limitPerMetric <= 0 || entries.size < limitPerMetric)
        entries.set(JSON.stringify([type, help, unit]), { type, help, unit });
    }
  const names = [...found.keys()].toSorted().slice(0, limit < 0 ? undefined : limit);
  return success(Object.fromEntries(names.map((name) => [name, [...(found.get(name)?.values() ?? [])]])));
}

function readSelector(text: string): ReturnType<typeof selectorMatchers> {
  try {
    return selectorMatchers(text);
  } catch (error) {
    throw invalidParameter('match_target', error instanceof Error ? error.message : quote(text));
  }
}

/** Here, unlike elsewhere, 0 means none and a negative number for all. */
function metadataLimit(params: URLSearchParams, name: string): number {
  const text = params.get(name) ?? '';
  if (text === '') return -1;
  if (!/^[+-]?\d+$/.test(text)) throw new ApiError('bad_data', `${name} must be a number`);
  return Number(text);
}

function byPool<T extends { readonly scrapePool: string }>(targets: readonly T[]): readonly T[] {
  return targets.toSorted((a, b) => (a.scrapePool < b.scrapePool ? -1 : a.scrapePool > b.scrapePool ? 1 : 0));
}
