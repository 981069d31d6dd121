// Check kind metric: a registry of the running app has the metric, with the type, help and labels asked for.
// Read over IPC, so it works before anything is exposed.
import type { CheckContext, CheckRunner } from '../../../model/check-context.ts';
import type { Fail, Verdict } from '../../../model/verdict.ts';
import { findMetric, judgeMetric } from '../../metrics/find.ts';
import { askApp } from '../../app/ask.ts';
import { apiPort } from '../../app/ports.ts';
import { metricsNamed } from '../../metrics/registries.ts';
import { judgeIsolated, readRegistries, type WatchedApp } from '../../app/running.ts';
import { importsClient, lineThatNames, lineThatRemoves, unusedFileWith } from './source-hints.ts';
import { pathsInSource } from '../../app/source-paths.ts';
import { fail, pass } from '../../facts/verdicts.ts';

/** Judges whether the metric is there as soon as the app runs. */
export const checkMetric: CheckRunner<'metric'> = (spec, context) =>
  judgeIsolated(context, async (app): Promise<Verdict> => {
    // The app listens already, and may still be about to make it, by an import or a timer: it is read at rest.
    const search = findMetric(await readRegistries(app), spec.name);
    if ('missing' in search) return explainMissing(app, context, spec.name, search.missing);
    // One registry that has it right is enough; another may hold a leftover.
    const faults = search.found.map(({ metric }) => judgeMetric(metric, spec));
    const [fault] = faults;
    if (fault !== undefined && !faults.includes(undefined)) return fault;
    return pass(`The running app has the ${spec.type} ${spec.name}.`);
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
  return fail(
    'created-in-handler',
    `${name} is there only after the first request: it is created inside a handler.`,
    {
      expected: `${name} as soon as the app runs`,
      observed: 'no such metric until a request came in',
      hint: 'Create each metric once, at the top of the file; what runs again and again may only use it.',
    },
  );
}

/** A metric that the learner's files define, and that the running app does not have. */
async function explainBySource(context: CheckContext, name: string, missing: Fail): Promise<Fail> {
  const { code } = missing;
  if (code !== 'metric-missing' && code !== 'client-not-used') return missing;
  const unused = await unusedFileWith(context, name);
  const entry = context.entry ?? 'main.ts';
  if (unused !== undefined) {
    return fail(code, `${unused} has ${name}, and no file imports ${unused}: the app does not load it.`, {
      expected: missing.expected,
      observed: missing.observed,
      hint: `Import it at the top of ${entry}: \`import './${unused}';\`, or with the names that you need from it.`,
    });
  }
  if (code === 'client-not-used') {
    if (!(await importsClient(context))) return missing;
    return fail(code, `${entry} imports the client and makes no metric with it.`, {
      expected: missing.expected,
      observed: missing.observed,
      hint: 'The import alone does nothing. Create the metric below the imports, with `new`, where the line runs as soon as the app starts.',
    });
  }
  const removal = await lineThatRemoves(context, name);
  if (removal === undefined) {
    const line = await lineThatNames(context, name);
    if (line === undefined) return missing;
    return {
      ...missing,
      hint: `${line.at} has the name. See whether the app gets to that line as it starts, and whether the metric is in a registry: by default it is, with \`registers: []\` it is in none.`,
    };
  }
  return fail(
    code,
    `The running app has no metric ${name}: ${removal.at} removes metrics from the registry.`,
    {
      expected: missing.expected,
      observed: removal.text,
      hint: 'Remove that line, or move it above the place where the metric is created.',
    },
  );
}
