// Judges prometheus.yml as a configuration: its keys, its list of jobs, and the job asked for with its targets. What
// is found first is what has to be corrected first. Pure.
import type { Fail } from '../../model/verdict.ts';
import {
  findMisspelled,
  isNothing,
  itemsOf,
  pairsOf,
  placeOf,
  scalarOf,
  sourceOf,
  type Pair,
  type Place,
} from './nodes.ts';
import type { Job } from './groups.ts';
import { globalKeys, topKeys } from './keys.ts';
import { jobKeys } from '../../model/job-keys.ts';
import { sourceLine, type ConfigText } from './document.ts';
import { judgeValues } from './values.ts';
import { judgeJobs, type WantedJob } from './wanted.ts';
import { failed } from '../facts/verdicts.ts';

/**
 * What is wrong with the job in the file; undefined where the file asks for what the step asks for. The jobs of
 * `included`, the files that scrape_config_files names, count like those of the file itself.
 */
export function judgeConfig(
  config: ConfigText,
  wanted: WantedJob,
  included: readonly ConfigText[] = [],
): Fail | undefined {
  const root = config.document.contents ?? undefined;
  const top = pairsOf(config, root);
  if (top === undefined) return judgeRoot(config, root);
  const misspelled = findMisspelled(config, top, topKeys);
  if (misspelled !== undefined) return misspelled;
  const list = top.find(({ key }) => key === 'scrape_configs');
  const isListMissing = list === undefined || isNothing(list.value);
  if (isListMissing && included.length === 0)
    return failed('scrape-configs-missing', { file: config.file, isEmpty: list !== undefined });
  const inGlobal = pairsOf(config, top.find(({ key }) => key === 'global')?.value) ?? [];
  const stray =
    top.find(({ key }) => key === 'job_name' || key === 'static_configs') ??
    inGlobal.find(({ key }) => ['job_name', 'static_configs', 'scrape_configs'].includes(key));
  if (stray !== undefined) {
    const isInGlobal = !top.includes(stray);
    return failed('job-outside-list', { ...sourceLine(config, stray.line), key: stray.key, isInGlobal });
  }
  const jobs: Job[] = [];
  for (const read of [isListMissing ? { jobs } : readJobs(config, list), ...included.map(readIncluded)]) {
    if ('fault' in read) return read.fault;
    jobs.push(...read.jobs);
  }
  return (
    findMisspelled(config, inGlobal, globalKeys) ??
    judgeJobs(config, top, jobs, wanted) ??
    judgeValues(config, inGlobal, jobs)
  );
}

type JobsRead = { readonly jobs: readonly Job[] } | { readonly fault: Fail };

/** The jobs of a file that scrape_config_files names: it holds scrape_configs and nothing else. */
function readIncluded(config: ConfigText): JobsRead {
  const root = config.document.contents ?? undefined;
  const top = pairsOf(config, root);
  if (top === undefined) return { fault: judgeRoot(config, root) };
  const misspelled = findMisspelled(config, top, ['scrape_configs']);
  if (misspelled !== undefined) return { fault: misspelled };
  const foreign = top.find(({ key }) => key !== 'scrape_configs');
  if (foreign !== undefined) {
    const source = sourceLine(config, foreign.line);
    return { fault: failed('included-key-unknown', { ...source, key: foreign.key }) };
  }
  const list = top.find(({ key }) => key === 'scrape_configs');
  return list === undefined || isNothing(list.value) ? { jobs: [] } : readJobs(config, list);
}

/** A file that is no mapping: often the jobs alone, without the key that they belong to. */
function judgeRoot(config: ConfigText, root: Place): Fail {
  const isJobs = (itemsOf(config, root) ?? []).some((item) =>
    pairsOf(config, item)?.some(({ key }) => key === 'job_name'),
  );
  return isJobs
    ? failed('scrape-configs-missing', { file: config.file, isEmpty: false })
    : failed('not-a-mapping', { ...sourceOf(config, root, 1), what: 'file' });
}

function readJobs(config: ConfigText, list: Pair): JobsRead {
  const items = itemsOf(config, list.value);
  if (items === undefined)
    return { fault: failed('scrape-configs-not-a-list', sourceOf(config, list.value, list.line)) };
  const jobs: Job[] = [];
  for (const item of items) {
    const { line } = placeOf(config, item, list.line);
    const pairs = pairsOf(config, item);
    if (pairs === undefined)
      return { fault: failed('not-a-mapping', { ...sourceLine(config, line), what: 'job' }) };
    const fault =
      findMisspelled(config, pairs, jobKeys) ?? findNested(config, pairs) ?? findGroup(config, pairs);
    if (fault !== undefined) return { fault };
    const name = String(scalarOf(pairs.find(({ key }) => key === 'job_name')?.value) ?? '');
    jobs.push({ name: name === '' ? undefined : name, line, pairs, config });
  }
  return { jobs };
}

/** A job that slid into another one: by two spaces too many it is one of its targets' groups. */
function findNested(config: ConfigText, pairs: readonly Pair[]): Fail | undefined {
  const groups = itemsOf(config, pairs.find(({ key }) => key === 'static_configs')?.value) ?? [];
  for (const group of groups) {
    const inner = pairsOf(config, group)?.find(({ key }) => key === 'job_name');
    if (inner === undefined) continue;
    return failed('job-in-job', sourceLine(config, inner.line));
  }
  return undefined;
}

/** The other way round: a group of targets that slid out of its job, into the list of jobs. */
function findGroup(config: ConfigText, pairs: readonly Pair[]): Fail | undefined {
  const [first] = pairs;
  if (first?.key !== 'targets' || pairs.some(({ key }) => key === 'job_name')) return undefined;
  return failed('targets-among-jobs', sourceLine(config, first.line));
}
