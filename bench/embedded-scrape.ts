// One target of 10,000 series: what reading and storing a page costs, and what a stored sample costs in memory.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { systemClock } from '../src/prometheus/model/clock.ts';
import type { JobConfig } from '../src/prometheus/config/index.ts';
import { Labels } from '../src/prometheus/model/samples.ts';
import { PageReader } from '../src/prometheus/scrape/page/reader.ts';
import { openStore } from '../src/prometheus/storage/index.ts';
import { pageAt, seriesHeads } from './filling-target.ts';
import { formatMs, median, type BenchRow } from './row.ts';

const SERIES = 10_000;
const SCRAPES = 300;
const SETTLED_AFTER = 60;
const SCRAPE_LIMIT_MS = 100;
const SAMPLE_LIMIT_BYTES = 16;

const job: JobConfig = {
  jobName: 'bench',
  scrapeIntervalMs: 1_000,
  scrapeTimeoutMs: 1_000,
  metricsPath: '/metrics',
  scheme: 'http',
  params: {},
  honorLabels: false,
  honorTimestamps: true,
  trackTimestampsStaleness: false,
  followRedirects: true,
  enableCompression: true,
  enableHttp2: true,
  scrapeProtocols: ['PrometheusText0.0.4'],
  fallbackScrapeProtocol: undefined,
  limits: {
    sampleLimit: 0,
    bodySizeLimit: 0,
    targetLimit: 0,
    labelLimit: 0,
    labelNameLengthLimit: 0,
    labelValueLengthLimit: 0,
    keepDroppedTargets: 0,
  },
  staticConfigs: [],
  fileDiscoveries: [],
  relabelRules: [],
  metricRelabelRules: [],
};

/** Rows for parse and append of one page, the first and the later ones, and for the bytes of a sample. */
export async function benchScrape(): Promise<BenchRow[]> {
  const opened = await openStore({ clock: systemClock });
  if (opened.status !== 'open') throw new Error(opened.message);
  const { store } = opened;
  const reader = new PageReader(store, Labels.from([['job', 'bench']]), job);
  const heads = seriesHeads('bench', SERIES);
  const endMs = Math.floor(Date.now() / 1000) * 1000;
  const times: number[] = [];
  let settled = 0;
  for (let scrape = 0; scrape < SCRAPES; scrape++) {
    const page = pageAt(heads, scrape, endMs);
    const started = performance.now();
    const read = reader.read(Buffer.from(page), 'text/plain; version=0.0.4', endMs);
    const committed = store.commit(reader.columns);
    times.push(performance.now() - started);
    if (read.status !== 'ok' || committed.status !== 'stored') throw new Error('a page was not stored');
    if (scrape === SETTLED_AFTER - 1) settled = usedBytes();
  }
  const perSample = (usedBytes() - settled) / (SERIES * (SCRAPES - SETTLED_AFTER));
  const stored = store.stats().sampleCount;
  if (stored !== SERIES * SCRAPES) throw new Error(`${stored} samples are stored, not ${SERIES * SCRAPES}`);
  await store.close();
  const [first = NaN] = times;
  const later = median(times.slice(1));
  return [
    // Creating the series happens once in their life: shown, but not held to the limit of a scrape.
    { name: 'parse and append 10,000 new series', value: formatMs(first), ok: true },
    {
      name: 'parse and append 10,000 series',
      value: formatMs(later),
      limit: `under ${SCRAPE_LIMIT_MS} ms`,
      ok: later < SCRAPE_LIMIT_MS,
    },
    {
      name: 'memory of a sample',
      value: `${perSample.toFixed(1)} bytes`,
      limit: `at most ${SAMPLE_LIMIT_BYTES} bytes`,
      ok: perSample <= SAMPLE_LIMIT_BYTES,
    },
  ];
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function usedBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
