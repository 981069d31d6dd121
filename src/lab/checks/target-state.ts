// The running side of a scrape job: reloads Prometheus, waits by the scrape clock for its target, and explains a
// target that is down.
import type { CheckContext } from '../model/check-context.ts';
import type { ActiveTarget, PrometheusApi, PrometheusProvider } from '../model/prometheus-api.ts';
import { LabError } from '../model/errors.ts';
import type { Fail, Verdict } from '../model/verdict.ts';
import { durationText } from './durations.ts';
import { parseJobs } from './loaded-config.ts';
import { explainScrapeError } from './scrape-errors.ts';
import { blocked, fail, pass } from './verdicts.ts';
import { shortened } from './wording.ts';
import { waitFor } from './wait-for.ts';

/** A real Prometheus takes up new targets every 5 s. */
const DISCOVERY_MS = 5_000;
/** Up to the default scrape timeout. */
const SCRAPE_MS = 11_000;
const ASK_EVERY_MS = 250;

type Found =
  | { readonly status: 'up' }
  | { readonly status: 'down'; readonly target: ActiveTarget }
  | { readonly status: 'unscraped'; readonly target: ActiveTarget };

/** Judges whether the running Prometheus scrapes the job's target on one of these ports. */
export async function judgeTargetState(
  context: CheckContext,
  job: string,
  ports: readonly number[],
): Promise<Verdict> {
  const opened = await openPrometheus(context);
  if ('refused' in opened) return opened.refused;
  const { provider } = opened;
  const status = provider.status();
  if (!status.isRunning) {
    return blocked(
      'prometheus-not-running',
      `Prometheus has ended: ${status.reason}`,
      'Restart it, then check again.',
    );
  }
  const { api } = provider;
  const startMs = (await api.now(context.signal)) * 1_000;
  const refused = await reload(context, provider, job);
  if (refused !== undefined) return refused;
  const loaded = parseJobs(await api.loadedConfig(context.signal)).find(({ name }) => name === job);
  if (loaded === undefined)
    return notLoaded(provider, job, 'It reads another configuration file than the one of the workspace.');

  const place = loaded.targets.find((target) => ports.some((port) => target.endsWith(`:${port}`))) ?? job;
  const withinMs = DISCOVERY_MS + loaded.intervalMs + SCRAPE_MS;
  let last: Found | undefined;
  const look = async (): Promise<Found | undefined> => {
    last = await findTarget(api, job, ports, startMs, context.signal);
    return last?.status === 'unscraped' ? undefined : last;
  };
  const found = await look();
  if (found === undefined)
    context.waitingFor(`Prometheus to scrape ${place} (every ${durationText(loaded.intervalMs)})`);
  const settled = found ?? (await waitFor(look, { withinMs, everyMs: ASK_EVERY_MS, signal: context.signal }));
  if (settled?.status === 'up') return pass(`Prometheus scrapes ${place}, and the target is up.`);
  if (settled?.status === 'down') return targetDown(settled.target);
  if (last !== undefined) {
    return blocked(
      'target-not-scraped-yet',
      `Prometheus knows ${place} and has not scraped it within ${durationText(withinMs)}.`,
      'Give it a moment and check again; its page Status > Targets shows how far it is.',
    );
  }
  return fail('target-not-discovered', `Prometheus has loaded the job ${job}, and no such target for it.`, {
    expected: place,
    observed: 'no active target',
    hint: 'Does the job have relabel_configs that drop or rename the target?',
  });
}

/** One that only now starts, and does not because of the file, is the learner's to mend; any other reason is not. */
async function openPrometheus(
  context: CheckContext,
): Promise<{ readonly provider: PrometheusProvider } | { readonly refused: Fail }> {
  try {
    return { provider: await context.prometheus() };
  } catch (error) {
    if (error instanceof LabError && error.code === 'prometheus-config-rejected') {
      return { refused: rejected(error.message) };
    }
    throw error;
  }
}

async function reload(
  context: CheckContext,
  provider: PrometheusProvider,
  job: string,
): Promise<Fail | undefined> {
  const outcome = await provider.reload(context.signal);
  if (outcome.status === 'reloaded') return undefined;
  if (outcome.status === 'rejected') return rejected(outcome.message);
  // It cannot be told to reload: what it has loaded decides.
  const jobs = parseJobs(await provider.api.loadedConfig(context.signal));
  if (jobs.some(({ name }) => name === job)) return undefined;
  return notLoaded(provider, job, outcome.message);
}

function rejected(message: string): Fail {
  const unknown = /line (\d+): field (\S+) not found/.exec(message);
  const observed = shortened(message, 300);
  if (unknown !== null) {
    return fail('key-unknown', `Line ${unknown[1]}: Prometheus knows no key ${unknown[2]} there.`, {
      observed,
      hint: 'Compare the key with those of the first job, and see that it is indented where it belongs.',
    });
  }
  return fail('config-rejected', 'Prometheus does not accept the configuration.', {
    observed,
    hint: 'Its words name the line, or the place.',
  });
}

function notLoaded(provider: PrometheusProvider, job: string, observed: string): Fail {
  return fail('config-not-loaded', `The file has the job ${job}, and the running Prometheus does not.`, {
    expected: `the job ${job} in ${provider.api.url}/config`,
    observed: shortened(observed, 200),
    hint: 'Prometheus reads its configuration when it starts: save the file, then restart it.',
  });
}

async function findTarget(
  api: PrometheusApi,
  job: string,
  ports: readonly number[],
  startMs: number,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const ofJob = (await api.targets(signal)).filter(
    ({ scrapePool, scrapeUrl, labels }) =>
      (scrapePool === job || labels['job'] === job) &&
      URL.canParse(scrapeUrl) &&
      ports.includes(Number(new URL(scrapeUrl).port)),
  );
  const [first] = ofJob;
  if (first === undefined) return undefined;
  if (ofJob.some(({ health }) => health === 'up')) return { status: 'up' };
  // Down since before this check proves nothing: the app may be up since then.
  const isFresh = Date.parse(first.lastScrape) >= startMs;
  return first.health === 'down' && isFresh
    ? { status: 'down', target: first }
    : { status: 'unscraped', target: first };
}

function targetDown(target: ActiveTarget): Fail {
  const { meaning, hint } = explainScrapeError(target.lastError);
  return fail('target-down', `The target ${target.scrapeUrl} is down: ${meaning}.`, {
    expected: 'up',
    observed: shortened(target.lastError, 200),
    hint,
  });
}
