// Judges the list of jobs in prometheus.yml: their names, and the job that the step asks for. Pure.
import type { Fail } from '../../model/verdict.ts';
import { judgeGroups, type Job } from './groups.ts';
import { placeOfKey, topKeys } from './keys.ts';
import { isNothing, type Pair } from './nodes.ts';
import type { AppPorts } from './target.ts';
import { sourceLine, type ConfigText } from './document.ts';
import type { FileLine } from '../facts/prometheus/places.ts';
import { closestWord } from '../facts/similarity.ts';
import { failed } from '../facts/verdicts.ts';

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
    return failed('job-duplicate', { at: lineOfJob(job), job: job.name, first: lineOfJob(first) });
  }
  const job = jobs.find((one) => one.name === name);
  if (job !== undefined) return judgeGroups(job, name, ports);
  const found = jobs.flatMap((one) => (one.name === undefined ? [] : [one.name]));
  const isOther = (one: string | undefined): boolean => one !== undefined && others.includes(one);
  const right = jobs.filter((one) => judgeGroups(one, name, ports) === undefined);
  const close =
    closestWord(
      name,
      found.filter((one) => !isOther(one)),
    ) ?? right.find((one) => !isOther(one.name))?.name;
  const closeJob = jobs.find((one) => one.name === close);
  if (close !== undefined && closeJob !== undefined)
    return failed('job-name-differs', { at: lineOfJob(closeJob), job: name, name: close, found });
  return (
    findForeign(config, top) ??
    failed('job-missing', { file: config.file, job: name, found, host: right[0]?.name })
  );
}

const lineOfJob = ({ config, line }: Job): FileLine => ({ file: config.file, line });

/** A job without a name: often the rest of the one above it, with a dash too many. */
function nameMissing(job: Job, above: Job | undefined): Fail {
  const { config, pairs } = job;
  const [first] = pairs;
  const isRest =
    first !== undefined &&
    above?.name !== undefined &&
    above.config === config &&
    pairs.every(({ key }) => !above.pairs.some((pair) => pair.key === key));
  if (isRest)
    return failed('dash-begins-job', { ...sourceLine(config, job.line), key: first.key, job: above.name });
  const named = pairs.find(({ key }) => key === 'job_name');
  const source = sourceLine(config, named?.line ?? job.line);
  return failed('job-name-missing', { ...source, lack: lackOf(named, source.text) });
}

function lackOf(named: Pair | undefined, text: string): 'key' | 'value' | 'marked-value' | 'single-value' {
  if (named === undefined) return 'key';
  if (/job_name: *[&!]/.test(text)) return 'marked-value';
  return isNothing(named.value) ? 'value' : 'single-value';
}

/** A key at the left margin that Prometheus does not know there: it may be what became of the job. */
function findForeign(config: ConfigText, top: readonly Pair[]): Fail | undefined {
  const foreign = top.find(({ key }) => !topKeys.includes(key));
  if (foreign === undefined) return undefined;
  const { key, line } = foreign;
  return failed('key-unknown', { ...sourceLine(config, line), key, belongs: placeOfKey(key) });
}
