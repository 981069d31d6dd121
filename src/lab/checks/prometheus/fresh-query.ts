// The result of a query once Prometheus has seen the last traffic: waits by the scrape clock, never a fixed time.
import type { CheckContext } from '../contract/context.ts';
import type {
  ActiveTarget,
  PrometheusApi,
  PrometheusProvider,
  QueryResult,
} from '../../model/prometheus-api.ts';
import type { Blocked } from '../../model/verdict.ts';
import { parseJobs, type LoadedJob } from './loaded-config.ts';
import { isOtherPrometheus, otherPrometheus } from './other-server.ts';
import { notJudged } from '../facts/verdicts.ts';
import { waitFact } from '../facts/prometheus/waits.ts';
import { waitFor } from '../app/wait-for.ts';

/** A scrape may take as long as its timeout (10 s unless set), and is stored a moment later. */
const SCRAPE_SLACK_MS = 12_000;
const ASK_EVERY_MS = 400;
const CONFIG_FILE = 'prometheus.yml';
/** The lab waits no longer for a scrape, however rare scrapes are. */
const LONGEST_WAIT_MS = 90_000;
/** A real Prometheus discovers targets every 5 s. */
const DISCOVERY_MS = 5_000;

export interface FreshApi {
  readonly api: PrometheusApi;
  /** Prometheus's clock minus this one's. */
  readonly clockOffsetMs: number;
}

/** The API of the workspace's Prometheus, once it has scraped the app after the last traffic. */
export async function whenScraped(
  context: CheckContext,
): Promise<{ readonly fresh: FreshApi } | { readonly blocked: Blocked }> {
  const provider = await context.prometheus();
  const status = provider.status();
  if (!status.isRunning) {
    return { blocked: notJudged('prometheus-not-running', { reason: status.reason }) };
  }
  const { api } = provider;
  const { signal, lastTrafficAtMs } = context;
  const clockOffsetMs = (await api.now(signal)) * 1_000 - Date.now();
  const fresh = { api, clockOffsetMs };
  if (lastTrafficAtMs === undefined) return { fresh };

  const { own: ports, lost } = await portsOfApp(context);
  const other = await judgeOrigin(context, provider, ports, lost);
  if (other !== undefined) return { blocked: other };
  const jobs = parseJobs(await api.loadedConfig(signal)).filter((job) => jobIsOfApp(job, ports));
  const known = (await api.targets(signal)).filter((target) => isOfApp(target, ports));
  if (known.length === 0 && jobs.length === 0) return { fresh };
  const wantedMs = lastTrafficAtMs + clockOffsetMs;
  const intervalMs = Math.max(...jobs.map((job) => job.intervalMs), known.length > jobs.length ? 60_000 : 0);
  const isSeen = async (): Promise<true | undefined> => {
    // Asked each time: a Prometheus that has just started takes a while to know its targets.
    const targets = (await api.targets(signal)).filter((target) => isOfApp(target, ports));
    if (targets.length < jobs.length) return undefined;
    return (await lastScrapeMs(api, targets, signal)) >= wantedMs ? true : undefined;
  };
  if ((await isSeen()) === true) return { fresh };

  const places = [...new Set(jobs.length > 0 ? jobs.flatMap((job) => job.targets) : known.map(hostOf))];
  context.waitingFor(waitFact('scrape', { places, intervalMs }));
  const seen = await waitFor(isSeen, {
    withinMs: Math.min(DISCOVERY_MS + intervalMs + SCRAPE_SLACK_MS, LONGEST_WAIT_MS),
    everyMs: ASK_EVERY_MS,
    signal,
  });
  if (seen === true) return { fresh };
  return {
    blocked: notJudged('no-samples-yet/not-scraped', {
      places,
      intervalMs,
      isRare: intervalMs > LONGEST_WAIT_MS,
    }),
  };
}

/** Where the app listens now, or would; and the ports that it asked for and another program has. */
async function portsOfApp(
  context: CheckContext,
): Promise<{ readonly own: readonly number[]; readonly lost: readonly number[] }> {
  const asked = Object.values(context.ports);
  const app = await context.liveApp();
  if (app.status !== 'running') return { own: asked, lost: [] };
  const own = asked.map((port) => Number(app.run.address(port)?.split(':').at(-1) ?? port));
  return { own, lost: asked.filter((port) => !own.includes(port)) };
}

/** The verdict where what Prometheus knows is not of this app. */
async function judgeOrigin(
  context: CheckContext,
  provider: PrometheusProvider,
  own: readonly number[],
  lost: readonly number[],
): Promise<Blocked | undefined> {
  const { signal } = context;
  const file = await context.readFile(CONFIG_FILE);
  const isForApp = (job: LoadedJob): boolean => jobIsOfApp(job, [...own, ...lost]);
  if (await isOtherPrometheus(provider, file, isForApp, signal)) return otherPrometheus(provider);
  if (lost.length === 0) return undefined;
  const targets = await provider.api.targets(signal);
  const stranger = targets.find((target) => isOfApp(target, lost));
  if (stranger === undefined || targets.some((target) => isOfApp(target, own))) return undefined;
  return notJudged('other-app-scraped/in-query', {
    host: hostOf(stranger),
    own: own.map((port) => `localhost:${port}`),
  });
}

const hostOf = ({ scrapeUrl }: ActiveTarget): string => new URL(scrapeUrl).host;

function jobIsOfApp(job: LoadedJob, ports: readonly number[]): boolean {
  return job.targets.some((target) => ports.some((port) => target.endsWith(`:${port}`)));
}

/** A target on one of the ports of the app, whatever name of this computer it is given. */
function isOfApp(target: ActiveTarget, ports: readonly number[]): boolean {
  return URL.canParse(target.scrapeUrl) && ports.includes(Number(new URL(target.scrapeUrl).port));
}

/** When the target that lags most was last scraped, by the sample that every scrape stores together with its others. */
async function lastScrapeMs(
  api: PrometheusApi,
  targets: readonly ActiveTarget[],
  signal: AbortSignal,
): Promise<number> {
  const result = await api.query('timestamp(up)', signal);
  if (result.resultType !== 'vector') return -Infinity;
  const times = targets.map(({ labels }) => {
    const own = result.result.filter(
      ({ metric }) => metric['job'] === labels['job'] && metric['instance'] === labels['instance'],
    );
    return Math.max(-Infinity, ...own.map(({ value }) => Number(value[1]) * 1_000));
  });
  return Math.min(...times);
}

/** Timestamps of samples are moved by up to 2 ms, so that they are as far apart as the interval says. */
const ALIGNED_BY_MS = 10;

/**
 * Whether what the targets show of their last scrape can be asked for: a scrape is shown a moment before it is stored.
 * `targets` are as they were shown.
 */
export async function isStored(
  api: PrometheusApi,
  targets: readonly ActiveTarget[],
  signal: AbortSignal,
): Promise<boolean> {
  for (const target of targets.filter(({ health }) => health !== 'unknown')) {
    const storedMs = await lastScrapeMs(api, [target], signal);
    if (storedMs < Date.parse(target.lastScrape) - ALIGNED_BY_MS) return false;
  }
  return true;
}

/** Why a query gave nothing: a target of the app that is down explains it, else it is too early. */
export async function explainNothing(context: CheckContext, query: string): Promise<Blocked> {
  const { api } = await context.prometheus();
  const { own: ports } = await portsOfApp(context);
  const down = (await api.targets(context.signal)).find(
    (target) => isOfApp(target, ports) && target.health === 'down',
  );
  return down === undefined
    ? notJudged('no-samples-yet/no-value', { query })
    : notJudged('no-samples-yet/target-down', { scrapeUrl: down.scrapeUrl, error: down.lastError });
}

/** The values of a result that can be one number: of a scalar, or of each series of a vector. */
export function numbersOf(result: QueryResult): number[] {
  if (result.resultType === 'vector') return result.result.map(({ value }) => Number(value[1]));
  if (result.resultType === 'scalar') return [Number(result.result[1])];
  return [];
}
