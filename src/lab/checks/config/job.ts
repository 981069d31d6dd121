// Judges prometheus.yml as a configuration: its keys, its list of jobs, and the job asked for with its targets. What
// is found first is what has to be mended first. Pure.
import type { Fail } from '../../model/verdict.ts';
import {
  findMisspelled,
  isNothing,
  itemsOf,
  notAMapping,
  pairsOf,
  placeOf,
  scalarOf,
  type Pair,
  type Place,
} from './nodes.ts';
import type { Job } from './groups.ts';
import { globalKeys, jobKeys, topKeys } from './keys.ts';
import type { ConfigText } from './document.ts';
import { judgeValues } from './values.ts';
import { judgeJobs, type WantedJob } from './wanted.ts';
import { fail } from '../facts/verdicts.ts';
import { shortened } from '../facts/wording.ts';

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
  if (isListMissing && included.length === 0) return scrapeConfigsMissing(config, list !== undefined);
  const inGlobal = pairsOf(config, top.find(({ key }) => key === 'global')?.value) ?? [];
  const stray =
    top.find(({ key }) => key === 'job_name' || key === 'static_configs') ??
    inGlobal.find(({ key }) => ['job_name', 'static_configs', 'scrape_configs'].includes(key));
  if (stray !== undefined) {
    return fail(
      'job-nested',
      `${config.file}:${stray.line}: ${stray.key} stands ${top.includes(stray) ? 'outside of scrape_configs' : 'in global, which holds no jobs'}.`,
      {
        observed: shortened(config.lineText(stray.line)),
        hint: 'A job is an item of the list scrape_configs: indent it like the first one, with a dash.',
      },
    );
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
    return {
      fault: fail(
        'key-unknown',
        `${config.file}:${foreign.line}: Prometheus knows no key ${shortened(foreign.key, 40)} in a file of scrape_config_files.`,
        {
          expected: 'scrape_configs',
          observed: shortened(config.lineText(foreign.line)),
          hint: 'Such a file has the key scrape_configs and below it a list of jobs. All else belongs to the main file.',
        },
      ),
    };
  }
  const list = top.find(({ key }) => key === 'scrape_configs');
  return list === undefined || isNothing(list.value) ? { jobs: [] } : readJobs(config, list);
}

/** A file that is no mapping: often the jobs alone, without the key that they belong to. */
function judgeRoot(config: ConfigText, root: Place): Fail {
  const isJobs = (itemsOf(config, root) ?? []).some((item) =>
    pairsOf(config, item)?.some(({ key }) => key === 'job_name'),
  );
  return isJobs ? scrapeConfigsMissing(config, false) : notAMapping(config, root, 1, 'the file');
}

function scrapeConfigsMissing({ file }: ConfigText, isEmpty: boolean): Fail {
  return fail(
    'scrape-configs-missing',
    `${file} has no ${isEmpty ? 'jobs in scrape_configs' : 'scrape_configs'}.`,
    {
      expected: 'scrape_configs with a list of jobs',
      hint: 'Prometheus scrapes nothing without it: start the step over to see how it looked.',
    },
  );
}

function readJobs(config: ConfigText, list: Pair): JobsRead {
  const items = itemsOf(config, list.value);
  if (items === undefined) {
    return {
      fault: fail(
        'scrape-configs-not-a-list',
        `${placeOf(config, list.value, list.line)}: scrape_configs has to be a list.`,
        {
          expected: '- job_name: …',
          observed: shortened(config.lineText(config.lineAt(list.value?.range?.[0]))),
          hint: 'Each item of a list begins with a dash and a space.',
        },
      ),
    };
  }
  const jobs: Job[] = [];
  for (const item of items) {
    const line = item?.range ? config.lineAt(item.range[0]) : list.line;
    const pairs = pairsOf(config, item);
    if (pairs === undefined) return { fault: notAMapping(config, item, line, 'each job') };
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
    return fail('job-nested', `${config.file}:${inner.line}: this job is indented into the job before it.`, {
      observed: shortened(config.lineText(inner.line)),
      hint: 'All jobs have their dash in the same column.',
    });
  }
  return undefined;
}

/** The other way round: a group of targets that slid out of its job, into the list of jobs. */
function findGroup(config: ConfigText, pairs: readonly Pair[]): Fail | undefined {
  const [first] = pairs;
  if (first?.key !== 'targets' || pairs.some(({ key }) => key === 'job_name')) return undefined;
  return fail(
    'config-indentation',
    `${config.file}:${first.line}: these targets begin in the column of the jobs.`,
    {
      observed: shortened(config.lineText(first.line)),
      hint: 'They belong to static_configs of a job: what belongs to a key is indented below it.',
    },
  );
}
