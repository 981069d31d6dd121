// The running side of a scrape job: reloads Prometheus, waits by the scrape clock for its target, and explains a
// target that is down.
import type { CheckContext } from '../model/check-context.ts';
import type { ActiveTarget, PrometheusProvider } from '../model/prometheus-api.ts';
import { LabError } from '../model/errors.ts';
import type { Fail, Verdict } from '../model/verdict.ts';
import { durationText } from './durations.ts';
import { isLoaded, parseJobs, type LoadedJob } from './loaded-config.ts';
import { otherPrometheus } from './other-prometheus.ts';
import { explainScrapeError } from './scrape-errors.ts';
import { unreachable } from './unreachable.ts';
import { blocked, fail, pass } from './verdicts.ts';
import { shortened } from './wording.ts';
import { waitFor } from './wait-for.ts';

/** A real Prometheus takes up changed targets at its next tick, every 5 s; until then it shows the old ones. */
const DISCOVERY_MS = 5_000;
/** After this a target that has not come up will not: the tick and a slow machine. */
const ABSENT_AFTER_MS = 8_000;
/** Up to the default scrape timeout. */
const SCRAPE_MS = 11_000;
const ASK_EVERY_MS = 250;

type Found =
  | { readonly status: 'up' }
  | { readonly status: 'down'; readonly target: ActiveTarget }
  | { readonly status: 'absent' };

/** What was so before the reload: what is still so a moment later proves nothing. */
interface Earlier {
  readonly nowMs: number;
  readonly config: string;
  readonly targets: ReadonlySet<string>;
}

/** Judges whether the running Prometheus scrapes the job's target on one of these ports. */
export async function judgeTargetState(
  context: CheckContext,
  written: LoadedJob,
  ports: readonly number[],
): Promise<Verdict> {
  const job = written.name;
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
  const { signal } = context;
  const ofJob = async (): Promise<readonly ActiveTarget[]> =>
    targetsOfJob(await api.targets(signal), job, ports);
  const earlier: Earlier = {
    nowMs: (await api.now(signal)) * 1_000,
    config: await api.loadedConfig(signal),
    targets: new Set((await ofJob()).map(identityOf)),
  };
  const refused = await reload(context, provider, written);
  if (refused !== undefined) return refused;

  const config = await api.loadedConfig(signal);
  const jobs = parseJobs(config);
  const loaded = jobs.find(({ name }) => name === job);
  // It has just read its file, and that was not the one of the workspace.
  if (loaded === undefined || !isLoaded(written, jobs)) return otherPrometheus(provider);
  const place = loaded.targets.find((target) => ports.some((port) => target.endsWith(`:${port}`))) ?? job;
  const settlesMs = config === earlier.config || provider.kind === 'embedded' ? 0 : DISCOVERY_MS;
  const reloadedAt = performance.now();
  const look = async (): Promise<Found | undefined> =>
    judgeTargets(await ofJob(), earlier, { settlesMs, elapsedMs: performance.now() - reloadedAt });

  const found = await look();
  if (found === undefined) {
    context.waitingFor(`Prometheus to scrape ${place} (every ${durationText(loaded.intervalMs)})`);
  }
  const withinMs = DISCOVERY_MS + loaded.intervalMs + SCRAPE_MS;
  const settled = found ?? (await waitFor(look, { withinMs, everyMs: ASK_EVERY_MS, signal }));
  if (settled === undefined) {
    return blocked(
      'target-not-scraped-yet',
      `Prometheus knows ${place} and has not scraped it within ${durationText(withinMs)}.`,
      'Give it a moment and check again; its page Status > Targets shows how far it is.',
    );
  }
  switch (settled.status) {
    case 'up':
      return pass(`Prometheus scrapes ${place}, and the target is up.`);
    case 'down':
      return targetDown(settled.target);
    case 'absent':
      return fail(
        'target-not-discovered',
        `Prometheus has loaded the job ${job}, and no such target for it.`,
        {
          expected: place,
          observed: 'no active target',
          hint: 'Does the job have relabel_configs that drop or rename the target?',
        },
      );
    default:
      return unreachable(settled);
  }
}

/** What the job's targets prove at this moment, undefined where it is too early to say. */
function judgeTargets(
  targets: readonly ActiveTarget[],
  earlier: Earlier,
  clock: { readonly settlesMs: number; readonly elapsedMs: number },
): Found | undefined {
  const isSettled = clock.elapsedMs >= clock.settlesMs;
  // A target that was not there before shows that the new configuration is at work.
  const current = targets.filter((target) => isSettled || !earlier.targets.has(identityOf(target)));
  const isFresh = ({ lastScrape }: ActiveTarget): boolean => Date.parse(lastScrape) >= earlier.nowMs;
  const isUp = (target: ActiveTarget): boolean =>
    target.health === 'up' && (clock.settlesMs === 0 || isFresh(target));
  if (current.some(isUp)) return { status: 'up' };
  // Down since before this check proves nothing: the app may be up since then.
  const down = current.find((target) => target.health === 'down' && isFresh(target));
  if (down !== undefined) return { status: 'down', target: down };
  return targets.length === 0 && clock.elapsedMs >= ABSENT_AFTER_MS ? { status: 'absent' } : undefined;
}

function targetsOfJob(
  targets: readonly ActiveTarget[],
  job: string,
  ports: readonly number[],
): readonly ActiveTarget[] {
  return targets.filter(
    ({ scrapePool, scrapeUrl, labels }) =>
      (scrapePool === job || labels['job'] === job) &&
      URL.canParse(scrapeUrl) &&
      ports.includes(Number(new URL(scrapeUrl).port)),
  );
}

function identityOf({ scrapeUrl, labels }: ActiveTarget): string {
  return JSON.stringify([scrapeUrl, Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
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
  written: LoadedJob,
): Promise<Fail | undefined> {
  const outcome = await provider.reload(context.signal);
  if (outcome.status === 'reloaded') return undefined;
  if (outcome.status === 'rejected') return rejected(outcome.message);
  // It cannot be told to reload: what it has loaded decides.
  const jobs = parseJobs(await provider.api.loadedConfig(context.signal));
  return isLoaded(written, jobs) ? undefined : notLoaded(provider, written.name, outcome.message);
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

function targetDown(target: ActiveTarget): Fail {
  const { meaning, hint } = explainScrapeError(target.lastError);
  return fail('target-down', `The target ${target.scrapeUrl} is down: ${meaning}.`, {
    expected: 'up',
    observed: shortened(target.lastError, 200),
    hint,
  });
}
