// Whether Prometheus works with the configuration that it has just loaded. A real one takes up changed targets in two
// steps, each at a tick of 5 s, and shows the old ones until then. Whenever it has done so for a job, a counter on its own
// page rises (`scrapePool.Sync` in its scrape/scrape.go, which never overlaps a reload). The embedded one answers a
// reload when all is done.
import { parseExposition } from '../../../exposition/index.ts';
import type { PrometheusProvider } from '../../model/prometheus-api.ts';

const SYNCS = 'prometheus_target_scrape_pool_sync_total';
const LOADED_AT = 'prometheus_config_last_reload_success_timestamp_seconds';
const BUILD = 'prometheus_build_info';

/** What Prometheus has loaded, and how often it has taken up the job's targets. */
export interface Load {
  readonly config: string;
  /** The files that scrape_config_files names: the configuration does not show them. */
  readonly included: string;
  readonly isEmbedded: boolean;
  /** Unix seconds; undefined where its page does not tell. */
  readonly atSeconds: number | undefined;
  /** Undefined where its page does not tell. */
  readonly syncs: number | undefined;
}

/** The load that each Prometheus was seen at work with. */
const seenAtWork = new WeakMap<PrometheusProvider, Load>();

interface JobFiles {
  /** Its name. */
  readonly job: string;
  readonly included: readonly { readonly text: string }[];
}

/** Reads what Prometheus has loaded. */
export async function readLoad(
  { kind, api }: PrometheusProvider,
  { job, included: files }: JobFiles,
  signal: AbortSignal,
): Promise<Load> {
  const config = await api.loadedConfig(signal);
  const included = files.map(({ text }) => text).join('\n');
  if (kind === 'embedded')
    return { config, included, isEmbedded: true, atSeconds: undefined, syncs: undefined };
  const page = parseExposition(await api.ownMetrics(signal));
  const samples = page.status === 'ok' ? page.families.flatMap((family) => family.samples) : [];
  const atSeconds = samples.find(({ name }) => name === LOADED_AT)?.value;
  const isEmbedded = samples.some(({ name, labels }) => name === BUILD && labels['branch'] === 'embedded');
  const syncs = samples.find(({ name, labels }) => name === SYNCS && labels['scrape_job'] === job)?.value;
  // A job that is new has none yet.
  return {
    config,
    included,
    isEmbedded,
    atSeconds,
    syncs: syncs ?? (atSeconds === undefined ? undefined : 0),
  };
}

/**
 * Whether a reload has changed nothing that is not at work already: the same configuration as `earlier`, which was seen
 * at work, and which nothing else has replaced in between.
 */
export function isAtWorkAlready(provider: PrometheusProvider, earlier: Load, load: Load): boolean {
  const seen = seenAtWork.get(provider);
  const isSeen = seen !== undefined && seen.atSeconds === earlier.atSeconds;
  const isSame = load.config === seen?.config && load.included === seen.included;
  const isAtWork = load.isEmbedded || (isSeen && isSame);
  if (isAtWork) seenAtWork.set(provider, load);
  return isAtWork;
}

/** Whether Prometheus has taken up the targets of the job since `load` was read, right after the reload. */
export async function hasTakenUp(
  provider: PrometheusProvider,
  files: JobFiles,
  load: Load,
  signal: AbortSignal,
): Promise<boolean> {
  const { syncs } = await readLoad(provider, files, signal);
  const hasRisen = syncs !== undefined && load.syncs !== undefined && syncs > load.syncs;
  if (hasRisen) seenAtWork.set(provider, load);
  return hasRisen;
}
