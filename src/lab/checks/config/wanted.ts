// Judges the list of jobs in prometheus.yml: their names, and the job that the step asks for. Pure.
import type { Fail } from '../../model/verdict.ts';
import { judgeGroups, type Job } from './groups.ts';
import { placeOfKey, topKeys } from './keys.ts';
import { isNothing, type Pair } from './nodes.ts';
import type { AppPorts } from './target.ts';
import type { ConfigText } from './document.ts';
import { closestWord } from '../facts/similarity.ts';
import { fail } from '../facts/verdicts.ts';
import { listing, shortened } from '../facts/wording.ts';

/** The job that the step asks for. */
export interface WantedJob {
  readonly name: string;
  readonly ports: AppPorts;
  /** Names of the jobs that the file began with: none of them is the wanted one under another name. */
  readonly others: readonly string[];
}

/** What is wrong with the jobs; `top` are the keys at the left margin of the main file. */
export function judgeJobs(
  config: ConfigText,
  top: readonly Pair[],
  jobs: readonly Job[],
  { name, ports, others }: WantedJob,
): Fail | undefined {
  for (const [index, job] of jobs.entries()) {
    if (job.name === undefined) return nameMissing(job, jobs[index - 1]);
    const first = jobs.find((other) => other.name === job.name);
    if (first === undefined || first === job) continue;
    return fail(
      'job-duplicate',
      `${placeOfJob(job)}: there is a job ${job.name} already, in ${first.config === job.config ? `line ${first.line}` : placeOfJob(first)}.`,
      {
        expected: 'one job of each name',
        observed: `two jobs ${job.name}`,
        hint: 'Keep one of them.',
      },
    );
  }
  const job = jobs.find((one) => one.name === name);
  if (job !== undefined) return judgeGroups(job, name, ports);
  const names = jobs.flatMap((one) => (one.name === undefined ? [] : [one.name]));
  const details = {
    expected: `job_name: ${name}`,
    observed: names.length === 0 ? 'no job' : `jobs ${listing(names)}`,
  };
  const isOther = (one: string | undefined): boolean => one !== undefined && others.includes(one);
  const right = jobs.filter((one) => judgeGroups(one, name, ports) === undefined);
  const close =
    closestWord(
      name,
      names.filter((one) => !isOther(one)),
    ) ?? right.find((one) => !isOther(one.name))?.name;
  const closeJob = jobs.find((one) => one.name === close);
  if (close !== undefined && closeJob !== undefined) {
    return fail(
      'job-name-differs',
      `${placeOfJob(closeJob)}: this job is named ${JSON.stringify(close.slice(0, 60))}; its name should be ${name}.`,
      {
        ...details,
        hint: 'The name counts letter by letter, lower case included: queries use it.',
      },
    );
  }
  const [host] = right;
  return (
    findForeign(config, top) ??
    fail(
      'job-missing',
      `${config.file} has no job ${name}${host === undefined ? '' : `: its target stands in the job ${host.name}`}.`,
      {
        ...details,
        hint: 'Add one more item to the list scrape_configs, and leave the first one as it was.',
      },
    )
  );
}

function placeOfJob({ config, line }: Job): string {
  return `${config.file}:${line}`;
}

/** A job without a name: often the rest of the one above it, with a dash too many. */
function nameMissing(job: Job, above: Job | undefined): Fail {
  const { config, pairs } = job;
  const [first] = pairs;
  const isRest =
    first !== undefined &&
    above?.name !== undefined &&
    above.config === config &&
    pairs.every(({ key }) => !above.pairs.some((pair) => pair.key === key));
  if (isRest) {
    return fail(
      'job-name-missing',
      `${placeOfJob(job)}: the dash begins one more job, which has no job_name.`,
      {
        observed: shortened(config.lineText(job.line)),
        hint: `If ${first.key} belongs to the job ${above.name}, take out the dash and begin in the column of job_name.`,
      },
    );
  }
  const named = pairs.find(({ key }) => key === 'job_name');
  const line = named?.line ?? job.line;
  const isMark = /job_name: *[&!]/.test(config.lineText(line));
  const what =
    named === undefined
      ? 'this job has no job_name'
      : isNothing(named.value) || isMark
        ? 'job_name has no name after it'
        : 'job_name takes one name, and nothing that consists of several';
  return fail('job-name-missing', `${config.file}:${line}: ${what}.`, {
    observed: shortened(config.lineText(line)),
    hint: isMark
      ? 'A value that begins with & or ! is a mark of YAML and no name: leave that character out.'
      : 'Prometheus needs a name for each job: it becomes the label job of all its series.',
  });
}

/** A key at the left margin that Prometheus does not know there: it may be what became of the job. */
function findForeign(config: ConfigText, top: readonly Pair[]): Fail | undefined {
  const foreign = top.find(({ key }) => !topKeys.includes(key));
  if (foreign === undefined) return undefined;
  const place = placeOfKey(foreign.key);
  return fail(
    'key-unknown',
    `${config.file}:${foreign.line}: Prometheus knows no key ${shortened(foreign.key, 40)} here.`,
    {
      observed: shortened(config.lineText(foreign.line)),
      hint:
        place === undefined
          ? 'Compare the line with those of the first job: a job begins with a dash, in the column of the other dashes.'
          : `It belongs to ${place}.`,
    },
  );
}
