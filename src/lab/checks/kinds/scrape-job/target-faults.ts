// The verdict for a target that is not up, or that another program answers. Pure.
import type { PortHolder } from '../../../model/app-run.ts';
import type { ActiveTarget, PrometheusProvider } from '../../../model/prometheus-api.ts';
import type { Blocked, Fail } from '../../../model/verdict.ts';
import type { JobPlaces } from '../../config/places.ts';
import type { TargetFacts } from '../../facts/prometheus/targets.ts';
import { failed, notJudged } from '../../facts/verdicts.ts';
import { causeOfScrapeError, isNameUnknown, isRefused } from '../../prometheus/scrape-errors.ts';

/** What is known of a target beside what Prometheus says of it. */
export interface DownTarget {
  readonly target: ActiveTarget;
  readonly places: JobPlaces;
  readonly provider: Pick<PrometheusProvider, 'kind' | 'api'>;
  /** Whether the app listens on the target's port. */
  readonly isAppThere: boolean;
}

/** The usual names of this computer. */
const usualHosts = ['localhost', '127.0.0.1'];

/** The verdict for a target that Prometheus cannot scrape. */
export function targetDown({ target, places, provider, isAppThere }: DownTarget): Fail | Blocked {
  const { scrapeUrl, lastError: error } = target;
  const { hostname, port, host, pathname } = new URL(scrapeUrl);
  const isUnreached = isRefused(error) || isNameUnknown(error);
  if (isUnreached && isAppThere && usualHosts.includes(hostname)) {
    // The app listens there, and the usual name of this computer does not lead to it: none of that is in the file.
    const isAttached = provider.kind === 'attached';
    return notJudged('app-unreachable', { url: provider.api.url, host, error, isAttached });
  }
  const at = places.targets.get(host) ?? places.targets.get(target.discoveredLabels['__address__'] ?? '');
  if (isNameUnknown(error)) {
    const isContainerName = /^host\.(?:docker|containers)\.internal$/.test(hostname);
    return failed('target-host-unknown', { scrapeUrl, error, host: hostname, port, isContainerName, at });
  }
  if (isRefused(error) && isAppThere)
    return failed('target-address-refused', { scrapeUrl, error, host: hostname, port, at });
  const { metricsPath } = places;
  const isAboutPath = /HTTP status \d|Content-Type|expected|invalid|token/i.test(error);
  if (metricsPath !== undefined && isAboutPath && /%3F/i.test(pathname))
    return failed('target-path-has-query', { scrapeUrl, error, at: metricsPath });
  const setting = settingOf(target, places, isAboutPath);
  return failed('target-down', { scrapeUrl, error, cause: causeOfScrapeError(error), setting });
}

/** The setting of the job that the error is likely about. */
function settingOf(
  { scrapeUrl }: ActiveTarget,
  { metricsPath, scheme }: JobPlaces,
  isAboutPath: boolean,
): TargetFacts['target-down']['setting'] {
  if (metricsPath !== undefined && isAboutPath)
    return { key: 'metrics_path', at: metricsPath, path: new URL(scrapeUrl).pathname };
  return scheme !== undefined && scrapeUrl.startsWith('https:') ? { key: 'scheme', at: scheme } : undefined;
}

/** The verdict where the answer on a port of the app does not come from the app. */
export function strangerAnswers(
  target: ActiveTarget,
  app: { readonly holder: PortHolder | undefined; readonly address: string | undefined },
): Blocked {
  const { host, port } = new URL(target.scrapeUrl);
  return notJudged('other-app-scraped', { host, port, ...app });
}
