// Whether the jobs that the file began with still do what they did. Their ports, intervals and labels may change. Pure.
import { parseYaml } from '../../../yaml/index.ts';
import type { Fail } from '../../model/verdict.ts';
import { itemsOf, pairsOf, placeOf, scalarOf, type Pair, type Place } from './nodes.ts';
import type { ConfigText } from './document.ts';
import type { FileLine } from '../facts/prometheus/places.ts';
import { failed } from '../facts/verdicts.ts';

interface OtherJob {
  readonly name: string;
  readonly at: FileLine;
  readonly scheme: string;
  readonly path: string;
  readonly targets: readonly string[];
}

/**
 * The first job of the starter that is gone or changed beyond use, in the file and those that it includes; `ports` are
 * the app's, which are not theirs.
 */
export function judgeOtherJobs(
  [config, ...included]: readonly [ConfigText, ...ConfigText[]],
  starter: string,
  name: string,
  ports: readonly number[],
): Fail | undefined {
  const now = [config, ...included].flatMap(readJobs);
  const before = starterJobs(starter);
  for (const job of before) {
    if (job.name === name) continue;
    const kept = now.find((other) => other.name === job.name);
    if (kept === undefined) {
      const found = now.map((other) => other.name);
      return failed('other-job-missing', { file: config.file, job: job.name, found });
    }
    const isTaken = kept.targets.some((target) => ports.includes(Number(/:(\d+)$/.exec(target)?.[1])));
    if (kept.targets.length > 0 && !isTaken && kept.scheme === job.scheme && kept.path === job.path) continue;
    return failed('other-job-changed', {
      at: kept.at,
      job: job.name,
      wanted: job.targets,
      found: kept.targets,
    });
  }
  return undefined;
}

/** The names of the jobs in the starter. */
export function jobsOfStarter(starter: string): readonly string[] {
  return starterJobs(starter).map(({ name }) => name);
}

const starterJobs = (starter: string): OtherJob[] =>
  readJobs({ ...parseYaml(starter), file: 'prometheus.yml', lineText: () => '' });

function valueOf(pairs: readonly Pair[], key: string): Place {
  return pairs.find((pair) => pair.key === key)?.value;
}

function readJobs(config: ConfigText): OtherJob[] {
  const root = pairsOf(config, config.document.contents ?? undefined) ?? [];
  return (itemsOf(config, valueOf(root, 'scrape_configs')) ?? []).flatMap((item) => {
    const pairs = pairsOf(config, item) ?? [];
    const groups = itemsOf(config, valueOf(pairs, 'static_configs')) ?? [];
    const targets = groups.flatMap(
      (group) => itemsOf(config, valueOf(pairsOf(config, group) ?? [], 'targets')) ?? [],
    );
    return [
      {
        name: String(scalarOf(valueOf(pairs, 'job_name')) ?? ''),
        at: placeOf(config, item, 1),
        scheme: String(scalarOf(valueOf(pairs, 'scheme')) ?? 'http').toLowerCase(),
        path: String(scalarOf(valueOf(pairs, 'metrics_path')) ?? '/metrics'),
        targets: targets.map((target) => String(scalarOf(target) ?? '')),
      },
    ];
  });
}
