// Reads a prometheus.yml for an edit, or says why no edit of it can help: what is wrong, and on which line. Pure.
import { isMap, isScalar, isSeq, type Document } from 'yaml';
import { foreignTags, parseYaml } from '../../../yaml/index.ts';
import type { ScrapeFileFault, ScrapeFileProblem } from '../contract/faults.ts';
import { JOB_FIELDS } from './fields.ts';

export interface ScrapeFile {
  readonly document: Document.Parsed;
  /** The values of `scrape_configs`, in order. */
  readonly jobs: readonly unknown[];
  /** All other fields. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** Far more than any configuration that a person writes; what is longer may take the parser seconds. */
const MAX_LENGTH = 32 * 1024;

/** Reads the text. Two jobs named `repaired` are no error: one of them goes. */
export function parseScrapeFile(text: string, repaired: string): ScrapeFile | ScrapeFileFault {
  if (text.length > MAX_LENGTH) return { problem: { kind: 'too-long' }, line: 1 };
  const { document, lineAt, lineOf } = parseYaml(text);
  const [fault] = document.errors;
  if (fault !== undefined) {
    const [message = ''] = fault.message.split('\n');
    const said = message.replace(/ at line \d+, column \d+:?$/, '.');
    return { problem: { kind: 'not-yaml', said }, line: lineAt(fault.pos[0]) };
  }
  // It could not be written again.
  const [tagged] = foreignTags(document);
  if (tagged !== undefined)
    return { problem: { kind: 'foreign-tag', tag: tagged.tag }, line: lineOf(tagged.node) };
  const { contents } = document;
  if (isEmpty(contents)) return { document, jobs: [], rest: {} };
  if (!isMap(contents)) {
    return { problem: { kind: 'no-fields' }, line: lineOf(contents) };
  }
  const misplaced = contents.items.find(({ key }) => isScalar(key) && JOB_FIELDS.has(String(key.value)));
  if (misplaced !== undefined) {
    const field = String(misplaced.key);
    return { problem: { kind: 'misplaced-field', field }, line: lineOf(misplaced.key) };
  }
  const list: unknown = contents.get('scrape_configs', true);
  if (!isSeq(list) && !isEmpty(list)) {
    return {
      problem: { kind: 'jobs-not-a-list' },
      line: lineOf(list),
    };
  }
  const value = valueOf(document);
  if (value === undefined) return { problem: { kind: 'aliases' }, line: 1 };
  const { scrape_configs: jobs, ...rest } = value;
  if (!Array.isArray(jobs)) return { document, jobs: [], rest };
  const bad = faultOfNames(jobs.map(nameOf), repaired);
  if (bad === undefined || !isSeq(list)) return { document, jobs, rest };
  return { problem: bad.problem, line: lineOf(list.items[bad.index]) };
}

/** The name of a job's value, undefined if it has none. */
export function nameOf(job: unknown): string | undefined {
  const name = typeof job === 'object' && job !== null && 'job_name' in job ? job.job_name : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function faultOfNames(
  names: readonly (string | undefined)[],
  repaired: string,
): { problem: ScrapeFileProblem; index: number } | undefined {
  const index = names.findIndex(
    (name, at) => name === undefined || (name !== repaired && names.indexOf(name) < at),
  );
  if (index < 0) return undefined;
  const name = names[index];
  return {
    index,
    problem: name === undefined ? { kind: 'nameless-job' } : { kind: 'duplicate-job', name },
  };
}

/** The document's fields as values, undefined where its aliases stand for more than the parser's limit. */
function valueOf(document: Document): Record<string, unknown> | undefined {
  try {
    const value: unknown = document.toJS();
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch (error) {
    // What `yaml` throws for aliases of aliases; anything else is an error of the lab.
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function isEmpty(node: unknown): boolean {
  return node === null || node === undefined || (isScalar(node) && node.value === null);
}
