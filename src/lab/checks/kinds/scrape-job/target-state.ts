// The running side of a scrape job: reloads Prometheus, waits by the scrape clock for its target, and explains a
// target that is down.
import type { CheckContext } from '../../contract/context.ts';
import type { ActiveTarget, PrometheusProvider } from '../../../model/prometheus-api.ts';
import { saidIn } from '../../../model/errors.ts';
import type { Blocked, Fail, Verdict } from '../../../model/verdict.ts';
import { hasTakenUp, isAtWorkAlready, readLoad } from '../../prometheus/config-at-work.ts';
import { identityOf, isLost, judgeTargets, portOf, type Found } from '../../prometheus/job-targets.ts';
import { isLoaded, parseJobs, type LoadedJob } from '../../prometheus/loaded-config.ts';
import { otherPrometheus } from '../../prometheus/other-server.ts';
import type { ConfigFile } from '../../config/file.ts';
import type { JobPlaces } from '../../config/places.ts';
import { rejected } from '../../config/rejected.ts';
import { strangerAnswers, targetDown } from './target-faults.ts';
import { unreachable } from '../../../../unreachable.ts';
import { failed, notJudged } from '../../facts/verdicts.ts';
import { passed } from './facts.ts';
import { waitFact } from '../../facts/prometheus/waits.ts';
import { waitFor } from '../../app/wait-for.ts';

/** A real Prometheus applies changed targets at two ticks of 5 s, one after the other. */
const DISCOVERY_MS = 10_000;
/** Up to the default scrape timeout. */
const SCRAPE_MS = 11_000;
/** The lab waits no longer for the first scrape, however rare scrapes are. */
const LONGEST_WAIT_MS = 90_000;
const ASK_EVERY_MS = 250;

/** The job that is asked for. */
export interface TargetQuestion {
  readonly job: LoadedJob;
  /** The files that scrape_config_files names. */
  readonly included: readonly ConfigFile[];
  readonly places: JobPlaces;
  /** The ports that the app asks for, for its metrics. */
  readonly asked: readonly number[];
  /** Where it listens for them in truth. */
  readonly own: readonly number[];
}

/** Judges whether the running Prometheus scrapes the job's target on a port of the app. */
export async function judgeTargetState(context: CheckContext, question: TargetQuestion): Promise<Verdict> {
  const { job: written, included, places, asked, own } = question;
  const job = written.name;
  const ports = [...asked, ...own];
  const opened = await openPrometheus(context);
  if ('refused' in opened) return opened.refused;
  const { provider } = opened;
  const status = provider.status();
  if (!status.isRunning) return notJudged('prometheus-not-running', { reason: status.reason });
  const { api } = provider;
  const { signal } = context;
  const ofJob = async (): Promise<readonly ActiveTarget[]> =>
    (await api.targets(signal)).filter(
      ({ scrapePool, scrapeUrl, labels }) =>
        (scrapePool === job || labels['job'] === job) && URL.canParse(scrapeUrl),
    );
  const nowMs = (await api.now(signal)) * 1_000;
  const files = { job, included };
  const before = await readLoad(provider, files, signal);
  const reloaded = await reload(context, provider, question);
  if (reloaded.status !== 'loaded') return reloaded;

  const load = await readLoad(provider, files, signal);
  const jobs = parseJobs(load.config, included);
  const loaded = jobs.find(({ name }) => name === job);
  // It has just read its file, and that was not the one of the workspace.
  if (loaded === undefined || !isLoaded(written, jobs)) return otherPrometheus(provider);
  const place = loaded.targets.find((target) => ports.some((port) => target.endsWith(`:${port}`))) ?? job;
  const wasAtWork = !reloaded.isNew || isAtWorkAlready(provider, before, load);
  let isAtWork = wasAtWork;
  const earlier = { nowMs, targets: new Set((await ofJob()).map(identityOf)) };
  const look = async (): Promise<Found | undefined> => {
    isAtWork ||= await hasTakenUp(provider, files, load, signal);
    const moment = { loaded, ports, own, earlier, wasAtWork, isAtWork };
    const targets = await ofJob();
    const found = judgeTargets(targets, moment);
    if (found !== undefined || !isAtWork) return found;
    const isAbsent = load.isEmbedded
      ? !targets.some((target) => ports.includes(portOf(target)))
      : isLost(targets, await api.droppedTargets(signal), moment);
    return isAbsent ? { status: 'absent' } : undefined;
  };

  const found = await look();
  if (found === undefined) {
    context.waitingFor(waitFact('scrape', { places: [place], intervalMs: loaded.intervalMs }));
  }
  const withinMs = Math.min(DISCOVERY_MS + loaded.intervalMs + SCRAPE_MS, LONGEST_WAIT_MS);
  const settled = found ?? (await waitFor(look, { withinMs, everyMs: ASK_EVERY_MS, signal }));
  if (settled === undefined) {
    const { intervalMs } = loaded;
    return notJudged('target-not-scraped-yet', {
      place,
      job,
      isKnown: (await ofJob()).some((target) => ports.includes(portOf(target))),
      withinMs,
      intervalMs,
      isRare: withinMs < intervalMs,
    });
  }
  switch (settled.status) {
    case 'up':
      return passed('target-up', { place });
    case 'stranger':
      return strangerAnswers(settled.target, {
        holder: await context.portHolder(portOf(settled.target)),
        address: own[0] === undefined ? undefined : `localhost:${own[0]}`,
      });
    case 'down':
      return targetDown({
        target: settled.target,
        places,
        provider,
        isAppThere: own.includes(portOf(settled.target)),
      });
    case 'renamed':
      return failed('target-renamed', {
        scrapeUrl: settled.target.scrapeUrl,
        job,
        found: settled.target.labels['job'],
      });
    case 'absent':
      return failed('target-absent', { job, place, isStatic: written.targets.length > 0 });
    default:
      return unreachable(settled);
  }
}

/** One that only now starts, and does not because of the file, is the learner's to correct; any other reason is not. */
async function openPrometheus(
  context: CheckContext,
): Promise<{ readonly provider: PrometheusProvider } | { readonly refused: Fail | Blocked }> {
  try {
    return { provider: await context.prometheus() };
  } catch (error) {
    const said = saidIn(error, 'prometheus-config-rejected');
    if (said === undefined) throw error;
    return { refused: rejected(said) };
  }
}

/** Makes Prometheus read its file. `isNew` is false for one that cannot be told to, and that has the job already. */
async function reload(
  context: CheckContext,
  provider: PrometheusProvider,
  { job: written, included }: TargetQuestion,
): Promise<Fail | Blocked | { readonly status: 'loaded'; readonly isNew: boolean }> {
  const outcome = await provider.reload(context.signal);
  if (outcome.status === 'reloaded') return { status: 'loaded', isNew: true };
  if (outcome.status === 'rejected') return rejected(outcome.message);
  // It cannot be told to reload: what it has loaded decides.
  const jobs = parseJobs(await provider.api.loadedConfig(context.signal), included);
  return isLoaded(written, jobs)
    ? { status: 'loaded', isNew: false }
    : failed('config-not-loaded', { job: written.name, url: provider.api.url });
}
