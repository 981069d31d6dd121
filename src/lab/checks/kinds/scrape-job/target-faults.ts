// What is said of a target that is not up, or that another program answers: the sentence, and the line to change. Pure.
import type { ActiveTarget, PrometheusProvider } from '../../../model/prometheus-api.ts';
import type { Blocked, Fail } from '../../../model/verdict.ts';
import type { JobPlaces } from '../../config/places.ts';
import { explainScrapeError, isNameUnknown, isRefused } from '../../prometheus/scrape-errors.ts';
import { blocked, fail } from '../../facts/verdicts.ts';
import { shortened } from '../../facts/wording.ts';

/** What is known of a target beside what Prometheus says of it. */
export interface TargetFacts {
  readonly target: ActiveTarget;
  readonly places: JobPlaces;
  readonly provider: Pick<PrometheusProvider, 'kind' | 'api'>;
  /** Whether the app listens on the target's port. */
  readonly isAppThere: boolean;
}

/** The usual names of this computer. */
const usualHosts = ['localhost', '127.0.0.1'];

/** The verdict for a target that Prometheus cannot scrape. */
export function targetDown(facts: TargetFacts): Fail | Blocked {
  const { target, places, isAppThere } = facts;
  const { hostname, port, host } = new URL(target.scrapeUrl);
  const error = target.lastError;
  const isUnreached = isRefused(error) || isNameUnknown(error);
  if (isUnreached && isAppThere && usualHosts.includes(hostname)) return unreached(facts);
  const at = places.targets.get(host) ?? places.targets.get(target.discoveredLabels['__address__'] ?? '');
  const line = at === undefined ? '' : `${at}: `;
  const { meaning, hint } = explainScrapeError(error);
  const told = (what: string, how: string): Fail =>
    fail('target-down', `The target ${target.scrapeUrl} is down: ${what}.`, {
      expected: 'up',
      observed: shortened(error, 200),
      hint: how,
    });
  if (isNameUnknown(error)) {
    return told(
      `the name ${hostname} leads to no computer from here`,
      /^host\.(?:docker|containers)\.internal$/.test(hostname)
        ? `${line}only containers know this name. This Prometheus runs on the computer of the app: write localhost:${port}.`
        : `${line}check the spelling of the host. The app runs on this computer.`,
    );
  }
  if (isRefused(error) && isAppThere) {
    return told(
      `the app listens on port ${port}, and not at the address ${hostname}`,
      `${line}write localhost:${port}: that is where the app listens.`,
    );
  }
  const path = new URL(target.scrapeUrl).pathname;
  if (places.metricsPath !== undefined && /HTTP status \d|Content-Type|expected|invalid|token/i.test(error)) {
    const isQuery = /%3F/i.test(path);
    return told(
      isQuery ? 'metrics_path holds a query, and Prometheus takes the ? for a part of the path' : meaning,
      isQuery
        ? `${places.metricsPath}: take out what begins with ?. A query belongs into params of the job.`
        : `${places.metricsPath}: Prometheus asks for ${path}, as metrics_path says. Is that where the app serves its metrics?`,
    );
  }
  if (places.scheme !== undefined && target.scrapeUrl.startsWith('https:')) {
    return told(
      meaning,
      `${places.scheme}: the app is asked by http. Without the line scheme Prometheus does so.`,
    );
  }
  return told(meaning, hint);
}

/** The app listens there, and the usual name of this computer does not lead to it: nothing of that is in the file. */
function unreached({ target, provider }: TargetFacts): Blocked {
  const { host } = new URL(target.scrapeUrl);
  return blocked(
    'app-unreachable',
    `The app listens, and the Prometheus at ${provider.api.url} does not reach it at ${host}: ${shortened(target.lastError)}.`,
    provider.kind === 'attached'
      ? 'Does this Prometheus run in a container or on another computer? There localhost means something else. Start the lab without --prometheus.'
      : 'Look at the entry localhost in the hosts file of this computer: it has to be 127.0.0.1. A firewall may stand in the way, too.',
  );
}

/** The verdict where the answer on a port of the app does not come from the app. */
export function strangerAnswers(
  target: ActiveTarget,
  app: { readonly holder: string | undefined; readonly address: string | undefined },
): Blocked {
  const { host, port } = new URL(target.scrapeUrl);
  const holder = app.holder ?? 'another program';
  return blocked(
    'other-app-scraped',
    `Prometheus scrapes ${host}, and ${holder} holds that port: ${
      app.address === undefined
        ? `your app does not listen on port ${port}`
        : `your app serves its metrics at ${app.address} this time`
    }.`,
    app.address === undefined
      ? 'End that program, then restart the app and check again.'
      : `End that program and start the lab again, or write ${app.address} as the target for now.`,
  );
}
