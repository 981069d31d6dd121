// The limit of samples of a job.
import type { ScrapeJobFails } from '../../../checks/kinds/scrape-job/facts.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { written } from './places.ts';

const LIMITED: Readonly<Record<string, string>> = {
  label_limit: 'the labels of one sample',
  body_size_limit: 'the bytes of one page',
  target_limit: 'the targets of the job',
  label_name_length_limit: 'the length of the names of labels',
  label_value_length_limit: 'the length of the values of labels',
};

const WANTED = (job: string): string => `a sample_limit for the job ${job}`;

export const limits = {
  'sample-limit-missing': ({ job }) => ({
    message: `Prometheus takes as many samples from the job ${job} as there are.`,
    expected: WANTED(job),
    observed: 'no sample_limit',
    hint: 'Add the key to the job, in the column of `job_name`.',
  }),
  'sample-limit-on-other-job': ({ job, other }) => ({
    message: `The job ${written(other)} has a limit of samples, but ${job} has none.`,
    expected: WANTED(job),
    observed: `sample_limit in the job ${written(other)}`,
    hint: 'Move the key to the job that scrapes the shop.',
  }),
  'other-limit-set': ({ job, key }) => ({
    message: `${key} limits ${LIMITED[key] ?? 'something else'}, not the number of samples.`,
    expected: WANTED(job),
    observed: written(key),
    hint: 'Look for the limit of samples in the documentation of scrape_config.',
  }),
  'sample-limit-not-loaded': ({ job, written: limit, loaded, url }) => ({
    message: `The file has a limit of samples for the job ${job} that the running Prometheus does not have.`,
    expected: `sample_limit: ${limit} in ${url}/config`,
    observed: loaded === 0 ? 'no sample_limit' : `sample_limit: ${loaded}`,
    hint: 'Save the file, then restart Prometheus.',
  }),
  'sample-limit-too-low': ({ job, limit, samples, least, error }) => ({
    message:
      error === undefined
        ? `A limit of ${limit} leaves too little room: the job ${job} exposes ${samples} samples now.`
        : `The target of the job ${job} is down: it exposes more samples than the limit of ${limit}.`,
    expected: `at least ${least}`,
    observed: error === undefined ? String(limit) : `${limit}: ${shortened(error, 200)}`,
    hint: 'Above the limit, Prometheus drops the whole scrape. Leave room for values that have not occurred yet.',
  }),
  'sample-limit-too-high': ({ job, limit, samples, most }) => ({
    message: `A limit of ${limit} comes too late: the job ${job} exposes ${samples} samples now.`,
    expected: `at most ${most}`,
    observed: String(limit),
    hint: 'Choose a limit that a healthy app never reaches, and that one with unbounded labels does.',
  }),
} satisfies FailEntries<ScrapeJobFails>;
