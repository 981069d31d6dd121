// Check kind metric: a registry of the running app has the metric, with the type, help and labels asked for.
// Read over IPC, so it works before anything is exposed.
import type { CheckContext } from '../../contract/context.ts';
import type { CheckRunner } from '../../contract/definition.ts';
import type { Fact, Fail, Verdict } from '../../../model/verdict.ts';
import { findMetric, judgeMetric } from '../../metrics/find.ts';
import { askApp } from '../../app/ask.ts';
import { apiPort } from '../../app/ports.ts';
import { metricsNamed } from '../../metrics/registries.ts';
import { judgeIsolated, readRegistries, type WatchedApp } from '../../app/running.ts';
import { pathsInSource } from '../../app/source-paths.ts';
import type { MetricFacts } from '../../facts/metrics.ts';
import { failed } from '../../facts/verdicts.ts';
import { passed } from './facts.ts';
import { judgeInfo } from './info.ts';
import type { MetricSpec } from './spec.ts';

/** Judges whether the metric is there as soon as the app runs. */
export const checkMetric: CheckRunner<MetricSpec> = (spec, context) =>
  judgeIsolated(context, async (app): Promise<Verdict> => {
    // The app listens already, and may still be about to make it, by an import or a timer: it is read at rest.
    const snapshots = await readRegistries(app);
    const search = findMetric(snapshots, spec.name, spec.type);
    if ('missing' in search) return explainMissing(app, context, spec.name, search.missing);
    // One registry that has it right is enough; another may hold a leftover.
    const faults = search.found.map(({ metric }) =>
      judgeMetric(metric, { ...spec, labels: spec.labels ?? spec.info }),
    );
    const [fault] = faults;
    if (fault !== undefined && !faults.includes(undefined)) return fault;
    if (spec.info !== undefined)
      return judgeInfo(app, context, { metric: spec.name, labels: spec.info }, snapshots);
    return passed('metric-exists', { metric: spec.name, type: spec.type });
  });

/** A metric that appears once requests come in is created inside a handler: that is worth its own sentence. */
async function explainMissing(
  app: WatchedApp,
  context: CheckContext,
  name: string,
  missing: Fail,
): Promise<Verdict> {
  const address = app.run.address(apiPort(context));
  if (address === undefined || (missing.code !== 'metric-missing' && missing.code !== 'client-not-used'))
    return missing;
  const paths = await pathsInSource(context);
  await Promise.all(
    paths.flatMap((path) =>
      ['GET', 'POST'].map((method) => askApp(app, { address, method, path, timeoutMs: 3_000 })),
    ),
  );
  if (metricsNamed(await readRegistries(app), name).length === 0)
    return explainBySource(context, name, missing);
  return failed('metric-made-by-request', { metric: name });
}

/** A metric that the learner's files define, and that the running app does not have. */
async function explainBySource(context: CheckContext, metric: string, missing: Fail): Promise<Fail> {
  const { code, fact } = missing;
  if (fact?.kind !== 'metric-absent' && fact?.kind !== 'client-unused') return missing;
  const { others } = fact as Fact & MetricFacts['metric-absent'];
  const unused = await context.runtime.sources.unusedFileWith(context, metric);
  const entry = context.entry;
  if (unused !== undefined) {
    const kind = code === 'client-not-used' ? 'client-in-unused-file' : 'metric-in-unused-file';
    return failed(kind, { metric, others, file: unused, entry });
  }
  if (code === 'client-not-used')
    return (await context.runtime.sources.importsClient(context))
      ? failed('client-only-imported', { metric, others, entry })
      : missing;
  const removal = await context.runtime.sources.lineThatRemoves(context, metric);
  if (removal !== undefined) return failed('metric-removed', { metric, others, line: removal });
  const line = await context.runtime.sources.lineThatNames(context, metric);
  return line === undefined ? missing : failed('metric-only-written', { metric, others, line });
}
