// The running side of a scrape job: reloads Prometheus, waits by the scrape clock for its target, and explains a
// target that is down.
import type { CheckContext } from '../../../model/check-context.ts';
import type { ActiveTarget, PrometheusProvider } from '../../../model/prometheus-api.ts';
import { saidIn } from '../../../model/errors.ts';
import type { Blocked, Fail, Verdict } from '../../../model/verdict.ts';
import { hasTakenUp, isAtWorkAlready, readLoad } from '../../prometheus/config-at-work.ts';
import { durationText } from '../../facts/durations.ts';
import { identityOf, isLost, judgeTargets, portOf, type Found } from '../../prometheus/job-targets.ts';
import { isLoaded, parseJobs, type LoadedJob } from '../../prometheus/loaded-config.ts';
import { otherPrometheus } from '../../prometheus/other-server.ts';
import type { ConfigFile } from '../../config/file.ts';
import type { JobPlaces } from '../../config/places.ts';
import { rejected } from '../../config/rejected.ts';
import { strangerAnswers, targetDown } from './target-faults.ts';
import { unreachable } from '../../../../unreachable.ts';
import { blocked, fail, notJudged, pass } from '../../facts/verdicts.ts';
import { shortened } from '../../facts/wording.ts';
import { waitFact } from '../../facts/waits.ts';
import { waitFor } from '../../app/wait-for.ts';

/** A real Prometheus takes up changed targets at two ticks of 5 s, one after the other. */
const DISCOVERY_MS = 10_000;
/** Up to the default scrape timeout. */
const SCRAPE_MS = 11_000;
/** Nobody waits longer for the first scrape, however rare scrapes are. */
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
  if (!status.isRunning) {
    return notJudged('prometheus-not-running', { reason: status.reason });
  }
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
    const isKnown = (await ofJob()).some((target) => ports.includes(portOf(target)));
    return blocked(
      'target-not-scraped-yet',
      isKnown
        ? `Prometheus knows ${place} and has not scraped it within ${durationText(withinMs)}.`
        : `Prometheus has loaded the job ${job} and has not taken up its target within ${durationText(withinMs)}.`,
      withinMs < loaded.intervalMs
        ? `It scrapes this job only every ${durationText(loaded.intervalMs)}: a shorter scrape_interval shows it sooner.`
        : 'Give it a moment and check again; its page Status > Targets shows how far it is.',
    );
  }
  switch (settled.status) {
    case 'up':
      return pass(`Prometheus scrapes ${place}, and the target is up.`);
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
      return targetRenamed(job, settled.target);
    case 'absent':
      return targetAbsent(written, place);
    default:
      return unreachable(settled);
  }
}

/** One that only now starts, and does not because of the file, is the learner's to mend; any other reason is not. */
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
  return isLoaded(written, jobs) ? { status: 'loaded', isNew: false } : notLoaded(provider, written.name);
}

function notLoaded(provider: PrometheusProvider, job: string): Fail {
  return fail('config-not-loaded', `The file has the job ${job}, and the running Prometheus does not.`, {
    expected: `the job ${job} in ${provider.api.url}/config`,
    observed: `no job ${job}`,
    hint: 'Prometheus reads its configuration when it starts: save the file, then restart it.',
  });
}

function targetRenamed(job: string, { scrapeUrl, labels }: ActiveTarget): Fail {
  const name = labels['job'] === undefined ? 'no job' : `job="${shortened(labels['job'], 60)}"`;
  return fail(
    'target-not-discovered',
    `Prometheus scrapes ${scrapeUrl} for the job ${job}, and its series say ${name}.`,
    {
      expected: `job="${job}"`,
      observed: name,
      hint: 'A label of the target, or a rule in relabel_configs, takes the place of the name: queries ask for that of the step.',
    },
  );
}

function targetAbsent({ name, targets }: LoadedJob, place: string): Fail {
  return fail('target-not-discovered', `Prometheus has loaded the job ${name}, and no such target for it.`, {
    expected: place,
    observed: 'no active target',
    hint:
      targets.length === 0
        ? 'The job takes its targets from elsewhere: is there anything?'
        : 'Does the job have relabel_configs that drop or rename the target?',
  });
}
