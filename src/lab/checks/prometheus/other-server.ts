// Whether the Prometheus that answers is the one of this workspace: what another lab's says is no answer to anything.
import type { PrometheusProvider } from '../../model/prometheus-api.ts';
import type { Blocked } from '../../model/verdict.ts';
import { isLoaded, parseJobs, type LoadedJob } from './loaded-config.ts';
import { notJudged } from '../facts/verdicts.ts';

/** The verdict for a Prometheus that does not read the file of the workspace. */
export function otherPrometheus({ api }: PrometheusProvider): Blocked {
  return notJudged('other-prometheus', { url: api.url });
}

/** Whether it has loaded the workspace's jobs of the app, as far as the file is readable. Only an attached one may not. */
export async function isOtherPrometheus(
  provider: PrometheusProvider,
  file: string | undefined,
  isOfApp: (job: LoadedJob) => boolean,
  signal: AbortSignal,
): Promise<boolean> {
  if (provider.kind !== 'attached' || file === undefined) return false;
  const wanted = parseJobs(file).filter(isOfApp);
  if (wanted.length === 0) return false;
  const loaded = parseJobs(await provider.api.loadedConfig(signal));
  return !wanted.every((job) => isLoaded(job, loaded));
}
