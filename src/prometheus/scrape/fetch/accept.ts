// The headers of a scrape.
import type { JobConfig, ScrapeProtocol } from '../../config/index.ts';

const MEDIA_TYPES: Readonly<Record<ScrapeProtocol, string>> = {
  'OpenMetricsText1.0.0': 'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8',
  'OpenMetricsText0.0.1': 'application/openmetrics-text;version=0.0.1',
  'PrometheusText1.0.0': 'text/plain;version=1.0.0;escaping=allow-utf-8',
  'PrometheusText0.0.4': 'text/plain;version=0.0.4',
};

/** `Accept` with falling weights in the order of the protocols, and what else a scrape says of itself. */
export function scrapeHeaders(job: JobConfig, timeoutMs: number): Record<string, string> {
  const count = job.scrapeProtocols.length;
  const accepted = job.scrapeProtocols.map((protocol, i) => `${MEDIA_TYPES[protocol]};q=0.${count + 1 - i}`);
  return {
    Accept: [...accepted, '*/*;q=0.1'].join(','),
    'Accept-Encoding': job.enableCompression ? 'gzip' : 'identity',
    'User-Agent': 'ecom-lab-prometheus',
    'X-Prometheus-Scrape-Timeout-Seconds': String(timeoutMs / 1000),
  };
}
