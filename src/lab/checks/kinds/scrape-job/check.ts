// Check kind scrape-job: the job is in the file, the running Prometheus has loaded it, and its target is up. The file
// comes first: while it is wrong, Prometheus is not touched.
import type { CheckContext } from '../../contract/context.ts';
import type { CheckRunner } from '../../contract/definition.ts';
import type { ScrapeJobSpec } from './spec.ts';
import { judgeFile, judgeSyntax } from '../../config/file.ts';
import { placesOfJob } from '../../config/places.ts';
import { readIncluded } from './included-files.ts';
import { jobsOfStarter } from '../../config/others.ts';
import type { AppPorts } from '../../config/target.ts';
import { parseJobs } from '../../prometheus/loaded-config.ts';
import { namesOfThisComputer } from './this-computer.ts';
import { portNamed } from '../../app/ports.ts';
import { CHAINED_TIMERS, judgeLive, order, passTime, type WatchedApp } from '../../app/running.ts';
import { isLimitExceeded, judgeSampleLimit } from './sample-limit.ts';
import { judgeTargetState } from './target-state.ts';
import type { TargetFacts } from '../../facts/prometheus/targets.ts';
import { failed } from '../../facts/verdicts.ts';
import type { Fact, Verdict } from '../../../model/verdict.ts';

/** Judges the job from the file to the target. */
export const checkScrapeJob: CheckRunner<ScrapeJobSpec> = async (spec, context) => {
  const file = spec.file ?? 'prometheus.yml';
  const text = await context.readFile(file);
  if (text === undefined) return failed('config-missing', { file });
  const asked: AppPorts = { metrics: [portNamed(context, spec.port)], api: otherPorts(context, spec) };
  const noYaml = judgeSyntax({ file, text });
  if (noYaml !== undefined) return noYaml;

  return judgeLive(context, async (app) => {
    // The app is ready when its API listens; the metrics may come a moment later.
    if (asked.metrics.some((port) => app.run.address(port) === undefined)) await whenStarted(app);
    const now = (ports: readonly number[]): number[] =>
      ports.flatMap((port) => portOf(app.run.address(port)));
    const ports: AppPorts = {
      metrics: [...asked.metrics, ...now(asked.metrics)],
      api: [...asked.api, ...now(asked.api)],
      hosts: namesOfThisComputer(),
    };
    const starter = await context.starterFile(file);
    const others = (starter === undefined ? [] : jobsOfStarter(starter)).filter(
      (other) => other !== spec.job,
    );
    const included = await readIncluded(context, { file, text });
    const fault = judgeFile({ file, text }, { name: spec.job, ports, others }, starter, included);
    if (fault !== undefined) return fault;
    const written = parseJobs(text, included).find(({ name }) => name === spec.job);
    if (written === undefined) throw new Error(`the job ${spec.job} was judged right and is not in the file`);
    const verdict = await judgeTargetState(context, {
      job: written,
      included,
      places: placesOfJob([{ file, text }, ...included], spec.job),
      asked: asked.metrics,
      own: now(asked.metrics),
    });
    if (spec.sampleLimit === undefined) return verdict;
    const down = limitExceeded(verdict);
    if (verdict.status !== 'pass' && down === undefined) return verdict;
    const files = { main: { file, text }, included };
    return judgeSampleLimit(context, spec.job, files, spec.sampleLimit, down);
  });
};

/** What Prometheus says of a target that is down because of the limit. */
function limitExceeded(verdict: Verdict): string | undefined {
  if (verdict.status !== 'fail' || verdict.fact?.kind !== 'target-down') return undefined;
  const { error } = verdict.fact as Fact & TargetFacts['target-down'];
  return isLimitExceeded(error) ? error : undefined;
}

/** The app at rest, also when its timers have fired: a port that does not listen by then will not. */
async function whenStarted(app: WatchedApp): Promise<void> {
  const { hasTimers } = await order(app, (signal) => app.run.whenQuiet(signal));
  if (hasTimers) await passTime(app, CHAINED_TIMERS);
}

function otherPorts(context: CheckContext, spec: ScrapeJobSpec): number[] {
  return Object.entries(context.ports)
    .filter(([name]) => name !== spec.port)
    .map(([, port]) => port);
}

function portOf(address: string | undefined): number[] {
  return address === undefined ? [] : [Number(address.split(':').at(-1))];
}
