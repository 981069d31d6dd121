// What is wrong with the keys, jobs and targets of a configuration file.
import type { JobFacts, KeyPlace } from '../../../checks/facts/prometheus/jobs.ts';
import type { SourceLine } from '../../../checks/facts/prometheus/places.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import type { FailEntries, FailWords } from '../../contract/entries.ts';
import { duration, listed, plural } from '../grammar/phrases.ts';
import { where, written } from './places.ts';
import { staticTargets } from './static-targets.ts';

const BEGIN_WITH_DASH = 'Begin each list item with a dash and a space.';
const TELL_WHERE = 'Tell Prometheus where to find the app, as the first job does for its target.';
const LIKE_FIRST_JOB = 'Compare the line with those of the first job.';

/** Words that show the line. */
const told = ({ at, text }: SourceLine, what: string, hint: string, expected?: string): FailWords => ({
  message: `${where(at)}: ${what}.`,
  expected,
  observed: shortened(text),
  hint,
});

const MAPPINGS: Readonly<Record<JobFacts['not-a-mapping']['what'], string>> = {
  file: 'the file',
  job: 'each job',
  group: 'each item of static_configs',
};

const PLACES: Readonly<Record<KeyPlace, string>> = {
  top: 'to the left margin',
  global: 'into global, indented below it',
  job: 'into a job, in the column of job_name',
  group: 'into an item of static_configs, in the column of targets',
};

/** What to do with a key that Prometheus does not know where it is. */
export const moveKey = (belongs: KeyPlace | undefined): string =>
  belongs === undefined
    ? `${LIKE_FIRST_JOB} A job begins with a dash, in the column of the other dashes.`
    : `Move the key ${PLACES[belongs]}.`;

const LACKS: Readonly<Record<JobFacts['job-name-missing']['lack'], string>> = {
  key: 'this job has no job_name',
  value: 'job_name has no name after it',
  'marked-value': 'job_name has no name after it',
  'single-value': 'job_name takes one name, but this is something else',
};

const named = (names: readonly string[]): string =>
  names.length === 0
    ? 'no job'
    : `${plural(names.length, 'the job', 'the jobs')} ${listed(names.map(written))}`;

const quoted = (value: string): string => JSON.stringify(written(value));

export const jobs = {
  'config-missing': ({ file }) => ({
    message: `The workspace has no ${file}.`,
    hint: 'Start the step over to get the file back.',
  }),
  'not-a-mapping': ({ what, ...source }) =>
    told(
      source,
      `${MAPPINGS[what]} must consist of keys with values`,
      'Write a key, a colon, a space, and then the value.',
      'key: value',
    ),
  'key-misspelled': ({ at, key, meant }) => ({
    message: `${where(at)}: Prometheus does not know the key ${written(key)} here.`,
    expected: meant,
    observed: shortened(key),
    hint: 'Write keys exactly as Prometheus knows them, including underscores.',
  }),
  'key-unknown': ({ key, belongs, ...source }) =>
    told(source, `Prometheus does not know the key ${written(key)} here`, moveKey(belongs)),
  'included-key-unknown': ({ key, ...source }) =>
    told(
      source,
      `Prometheus does not know the key ${written(key)} in a file of scrape_config_files`,
      'Keep only scrape_configs and its list of jobs in this file. Move everything else to the main file.',
      'scrape_configs',
    ),
  'duration-invalid': ({ value, ...source }) =>
    told(
      source,
      `${quoted(value)} is not a duration`,
      'Use the units ms, s, m, h, d, w, or y, the largest first.',
      'a number and its unit without a space, like 30s or 1m',
    ),
  'scheme-invalid': ({ value, ...source }) =>
    told(
      source,
      `${quoted(value)} is not a scheme`,
      'Remove this line: without it, Prometheus uses http.',
      'http or https',
    ),
  'timeout-too-long': ({ at, timeoutMs, intervalMs }) => ({
    message: `${where(at)}: the timeout is longer than the interval.`,
    expected: `at most ${duration(intervalMs)}`,
    observed: duration(timeoutMs),
    hint: 'Set a shorter timeout: a scrape must finish before the next one begins.',
  }),

  'scrape-configs-missing': ({ file, isEmpty }) => ({
    message: `${file} has no ${isEmpty ? 'jobs in scrape_configs' : 'scrape_configs'}.`,
    expected: 'scrape_configs with a list of jobs',
    hint: 'Start the step over to see what it looked like. Without scrape_configs, Prometheus scrapes nothing.',
  }),
  'scrape-configs-not-a-list': (source) =>
    told(source, 'scrape_configs must be a list', BEGIN_WITH_DASH, '- job_name: …'),
  'job-outside-list': ({ key, isInGlobal, ...source }) =>
    told(
      source,
      `${key} is ${isInGlobal ? 'in global, which holds no jobs' : 'outside scrape_configs'}`,
      'Make the job an item of the list scrape_configs: indent it like the first one, with a dash.',
    ),
  'job-in-job': (source) =>
    told(
      source,
      'this job is indented into the job before it',
      'Put the dashes of all jobs in the same column.',
    ),
  'targets-among-jobs': (source) =>
    told(
      source,
      'these targets begin in the column of the jobs',
      'Indent them below the static_configs of their job.',
    ),
  'job-duplicate': ({ at, job, first }) => ({
    message: `${where(at)}: there is already a job ${written(job)}, in ${first.file === at.file ? `line ${first.line}` : where(first)}.`,
    expected: 'one job of each name',
    observed: `two jobs named ${written(job)}`,
    hint: 'Keep one of them.',
  }),
  'job-missing': ({ file, job, found, host }) => ({
    message: `${file} has no job ${job}${host === undefined ? '' : `: its target is in the job ${written(host)}`}.`,
    expected: `job_name: ${job}`,
    observed: named(found),
    hint: 'Add another item to the list scrape_configs, and leave the first one as it was.',
  }),
  'job-name-differs': ({ at, job, name, found }) => ({
    message: `${where(at)}: this job is named ${quoted(name)}, but its name must be ${job}.`,
    expected: `job_name: ${job}`,
    observed: named(found),
    hint: 'Write the name exactly, in lower case too: queries use it.',
  }),
  'job-name-missing': ({ lack, ...source }) =>
    told(
      source,
      LACKS[lack],
      lack === 'marked-value'
        ? 'Remove the & or ! before the name: it has a special meaning in YAML.'
        : 'Give each job a name: it becomes the label job of all its series.',
    ),
  'dash-begins-job': ({ key, job, ...source }) =>
    told(
      source,
      'the dash begins another job, which has no job_name',
      `If ${written(key)} belongs to the job ${written(job)}, remove the dash and begin in the column of job_name.`,
    ),
  'other-job-missing': ({ file, job, found }) => ({
    message: `${file} no longer has the job ${job}.`,
    expected: `the job ${job}, as before`,
    observed: named(found),
    hint: 'Put the old job back, and add the new one beside it.',
  }),
  'other-job-changed': ({ at, job, wanted, found }) => ({
    message: `${where(at)}: the job ${job} has changed.`,
    expected: listed(wanted.map(written)),
    observed: found.length === 0 ? 'no targets' : listed(found.map(written)),
    hint: 'Leave the other jobs as they were, and add the new one beside them.',
  }),

  'static-configs-missing': ({ at, job, hasTargets }) => ({
    message: `${where(at)}: the job ${job} has ${hasTargets ? 'targets outside static_configs' : 'no targets'}.`,
    expected: 'static_configs with a list of targets',
    hint: hasTargets
      ? 'Put targets into an item of static_configs: indented below it, with a dash.'
      : TELL_WHERE,
  }),
  'static-configs-not-a-list': (source) =>
    told(source, 'static_configs must be a list', BEGIN_WITH_DASH, '- targets: …'),
  'targets-missing': (source) =>
    told(source, 'there are no targets here', TELL_WHERE, 'targets with a list of host:port'),
  ...staticTargets,
} satisfies FailEntries<JobFacts>;
