// Judges prometheus.yml as a configuration: its keys, its list of jobs, and the job asked for with its targets. What
// is found first is what has to be mended first. Pure.
import type { Fail } from '../model/verdict.ts';
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
} from './config-nodes.ts';
import { judgeGroups, type Job } from './config-groups.ts';
import type { AppPorts } from './config-target.ts';
import type { ConfigText } from './config-text.ts';
import { judgeValues } from './config-values.ts';
import { closestWord } from './similarity.ts';
import { fail } from './verdicts.ts';
import { listing, shortened } from './wording.ts';

/** Keys that Prometheus 2 and 3 know; of the `…_sd_configs` any is taken. */
const topKeys = `
  global runtime rule_files scrape_config_files scrape_configs alerting remote_write remote_read storage
  tracing otlp
`
  .trim()
  .split(/\s+/);
const globalKeys = `
  scrape_interval scrape_timeout scrape_protocols evaluation_interval rule_query_offset query_log_file
  scrape_failure_log_file external_labels body_size_limit sample_limit target_limit label_limit
  label_name_length_limit label_value_length_limit keep_dropped_targets metric_name_validation_scheme
  metric_name_escaping_scheme scrape_native_histograms scrape_classic_histograms
  always_scrape_classic_histograms convert_classic_histograms_to_nhcb
`
  .trim()
  .split(/\s+/);
const jobKeys = `
  job_name static_configs scrape_interval scrape_timeout metrics_path scheme params honor_labels
  honor_timestamps track_timestamps_staleness scrape_protocols basic_auth fallback_scrape_protocol
  scrape_classic_histograms always_scrape_classic_histograms oauth2 scrape_native_histograms
  enable_compression body_size_limit sample_limit target_limit label_limit label_name_length_limit
  label_value_length_limit keep_dropped_targets tls_config authorization follow_redirects enable_http2
  proxy_url no_proxy proxy_from_environment proxy_connect_header http_headers relabel_configs
  metric_relabel_configs native_histogram_bucket_limit native_histogram_min_bucket_factor
  convert_classic_histograms_to_nhcb
`
  .trim()
  .split(/\s+/);

/** The job that the step asks for. */
export interface WantedJob {
  readonly name: string;
  readonly ports: AppPorts;
  /** Names of the jobs that the file began with: none of them is the wanted one under another name. */
  readonly others: readonly string[];
}

/** What is wrong with the job in the file; undefined where the file asks for what the step asks for. */
export function judgeConfig(config: ConfigText, wanted: WantedJob): Fail | undefined {
  const root = config.document.contents ?? undefined;
  const top = pairsOf(config, root);
  if (top === undefined) return judgeRoot(config, root);
  const misspelled = findMisspelled(config, top, topKeys);
  if (misspelled !== undefined) return misspelled;
  const list = top.find(({ key }) => key === 'scrape_configs');
  if (list === undefined || isNothing(list.value)) return scrapeConfigsMissing(config, list !== undefined);
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
  const jobs = readJobs(config, list);
  if ('fault' in jobs) return jobs.fault;
  return (
    findMisspelled(config, inGlobal, globalKeys) ??
    judgeJobs(config, jobs.jobs, wanted) ??
    judgeValues(config, inGlobal, jobs.jobs)
  );
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

function readJobs(
  config: ConfigText,
  list: Pair,
): { readonly jobs: readonly Job[] } | { readonly fault: Fail } {
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
    jobs.push({ name: name === '' ? undefined : name, line, pairs });
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

function judgeJobs(
  config: ConfigText,
  jobs: readonly Job[],
  { name, ports, others }: WantedJob,
): Fail | undefined {
  const { file } = config;
  for (const [index, job] of jobs.entries()) {
    if (job.name === undefined) {
      return fail('job-name-missing', `${file}:${job.line}: this job has no job_name.`, {
        observed: shortened(config.lineText(job.line)),
        hint: 'Prometheus needs a name for each job: it becomes the label job of all its series.',
      });
    }
    const first = jobs.findIndex((other) => other.name === job.name);
    if (first === index) continue;
    return fail(
      'job-duplicate',
      `${file}:${job.line}: there is a job ${job.name} already, in line ${jobs[first]?.line}.`,
      {
        expected: 'one job of each name',
        observed: `two jobs ${job.name}`,
        hint: 'Keep one of them.',
      },
    );
  }
  const job = jobs.find((one) => one.name === name);
  if (job !== undefined) return judgeGroups(config, job, name, ports);
  const names = jobs.flatMap((one) => (one.name === undefined ? [] : [one.name]));
  const details = {
    expected: `job_name: ${name}`,
    observed: names.length === 0 ? 'no job' : `jobs ${listing(names)}`,
  };
  const isOther = (one: string | undefined): boolean => one !== undefined && others.includes(one);
  const right = jobs.filter((one) => judgeGroups(config, one, name, ports) === undefined);
  const close =
    closestWord(
      name,
      names.filter((one) => !isOther(one)),
    ) ?? right.find((one) => !isOther(one.name))?.name;
  if (close !== undefined) {
    const line = jobs.find((one) => one.name === close)?.line ?? 1;
    return fail(
      'job-name-differs',
      `${file}:${line}: this job is named ${close}; its name should be ${name}.`,
      {
        ...details,
        hint: 'The name counts letter by letter, lower case included: queries use it.',
      },
    );
  }
  const [host] = right;
  return fail(
    'job-missing',
    `${file} has no job ${name}${host === undefined ? '' : `: its target stands in the job ${host.name}`}.`,
    { ...details, hint: 'Add one more item to the list scrape_configs, and leave the first one as it was.' },
  );
}
