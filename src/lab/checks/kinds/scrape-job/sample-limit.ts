// The limit of samples of a job, as the running Prometheus has it: between what the app exposes and what it must never
// expose. The configuration decides, not the text of the file, so that a limit may be in the job or in global.
import type { CheckContext } from '../../contract/context.ts';
import type { ConfigFile } from '../../config/file.ts';
import { findTrafficFault } from '../../app/traffic-fault.ts';
import { waitFor } from '../../app/wait-for.ts';
import type { Blocked, Fail, Verdict } from '../../../model/verdict.ts';
import { notJudged } from '../../facts/verdicts.ts';
import { numbersOf, whenScraped } from '../../prometheus/fresh-query.ts';
import { parseLimits, type JobLimits } from '../../prometheus/loaded-config.ts';
import { failed, passed } from './facts.ts';

/** How long Prometheus may take to store what it has scraped. */
const STORED_WITHIN_MS = 30_000;
const ASK_EVERY_MS = 250;

/** The limit that is asked for. */
export interface WantedLimit {
  /** At least so many times the samples that the app exposes. */
  readonly atLeastTimes: number;
  readonly atMost: number;
}

/** What a scrape that exceeds the limit fails with. */
export const isLimitExceeded = (error: string): boolean => /sample limit exceeded/i.test(error);

/**
 * Judges the limit that the running Prometheus has for the job.
 * @param down Why the target is down, where the limit is why
 */
export async function judgeSampleLimit(
  context: CheckContext,
  job: string,
  files: { readonly main: ConfigFile; readonly included: readonly ConfigFile[] },
  wanted: WantedLimit,
  down: string | undefined,
): Promise<Verdict> {
  const { api } = await context.prometheus();
  const { signal } = context;
  const loaded = parseLimits(await api.loadedConfig(signal), files.included);
  const limit = limitOf(loaded, job);
  const written = limitOf(parseLimits(files.main.text, files.included), job);
  if (written > 0 && limit !== written)
    return failed('sample-limit-not-loaded', { job, written, loaded: limit, url: api.url });
  if (limit === 0) return explainMissing(loaded, job);
  const samples = await samplesOf(context, job);
  if (typeof samples !== 'number') return samples;
  return judgeLimit({ job, limit, samples, ...wanted }, down);
}

/** Whether a limit lies between what the app exposes, with some room, and the most that is asked for. Pure. */
export function judgeLimit(
  {
    job,
    limit,
    samples,
    atLeastTimes,
    atMost,
  }: WantedLimit & {
    readonly job: string;
    readonly limit: number;
    readonly samples: number;
  },
  down: string | undefined,
): Verdict {
  const least = Math.ceil(samples * atLeastTimes);
  if (limit < least || down !== undefined)
    return failed('sample-limit-too-low', { job, limit, samples, least, error: down });
  // An app that exposes almost as much as that needs its room all the same.
  if (limit > Math.max(atMost, least))
    return failed('sample-limit-too-high', { job, limit, samples, most: Math.max(atMost, least) });
  return passed('samples-limited', { job, limit, samples });
}

function limitOf(list: readonly JobLimits[], job: string): number {
  return list.find(({ name }) => name === job)?.sampleLimit ?? 0;
}

/** Why the job has no limit: another job has one, or the job limits something else. Pure. */
export function explainMissing(loaded: readonly JobLimits[], job: string): Fail {
  const key = loaded.find(({ name }) => name === job)?.others[0];
  if (key !== undefined) return failed('other-limit-set', { job, key });
  const other = loaded.find(({ name, sampleLimit }) => name !== job && sampleLimit > 0);
  return other === undefined
    ? failed('sample-limit-missing', { job })
    : failed('sample-limit-on-other-job', { job, other: other.name });
}

/** How many samples the job's last scrape had after the last traffic; of several targets, of the one with most. */
async function samplesOf(context: CheckContext, job: string): Promise<number | Fail | Blocked> {
  const unready = await findTrafficFault(context);
  if (unready !== undefined) return unready;
  const scraped = await whenScraped(context);
  if ('blocked' in scraped) return scraped.blocked;
  const { signal } = context;
  const query = `scrape_samples_post_metric_relabeling{job=${JSON.stringify(job)}}`;
  const counts = await waitFor(
    async () => {
      const values = numbersOf(await scraped.fresh.api.query(query, signal));
      return values.length > 0 ? values : undefined;
    },
    { withinMs: STORED_WITHIN_MS, everyMs: ASK_EVERY_MS, signal },
  );
  return counts === undefined ? notJudged('no-samples-yet/no-value', { query }) : Math.max(...counts);
}
