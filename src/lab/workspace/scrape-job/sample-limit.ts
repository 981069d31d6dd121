// Sets the sample_limit of a job in the text of a prometheus.yml. Pure.
import { isMap, isScalar, isSeq, parseDocument, type Document, type YAMLMap } from 'yaml';
import { columnOf, eolOf, spaces, writingLike } from './text.ts';
import { spanOf } from '../../../yaml/index.ts';

const KEY = 'sample_limit';
const BOM = '\uFEFF';

/** The text with the limit in its job of that name, which it has; a second call changes nothing. */
export function limitJob(yamlText: string, job: string, limit: number): string {
  const bom = yamlText.startsWith(BOM) ? BOM : '';
  const text = yamlText.slice(bom.length);
  const document = parse(text);
  const node = findJob(document, job);
  if (node === undefined || limitOf(document, job) === limit) return yamlText;
  const edited = replaced(text, node, limit) ?? inserted(text, node, limit);
  if (edited !== undefined && limitOf(parse(edited), job) === limit) return bom + edited;
  node.set(KEY, limit);
  return bom + document.toString(writingLike(text)).replaceAll('\n', eolOf(text));
}

const parse = (text: string): Document => parseDocument(text, { logLevel: 'silent', merge: true });

function findJob(document: Document, job: string): YAMLMap | undefined {
  const list: unknown = isMap(document.contents) ? document.get('scrape_configs', true) : undefined;
  const jobs: readonly unknown[] = isSeq(list) ? list.items : [];
  return jobs.filter((item) => isMap(item)).find((item) => item.get('job_name') === job);
}

const limitOf = (document: Document, job: string): unknown => findJob(document, job)?.get(KEY);

/** The value that is there replaced by the limit; undefined where there is none on a line. */
function replaced(text: string, job: YAMLMap, limit: number): string | undefined {
  const range = spanOf(job.get(KEY, true));
  if (range === undefined || range[0] === range[1]) return undefined;
  return text.slice(0, range[0]) + String(limit) + text.slice(range[1]);
}

/** The key behind the name of the job: on a line below it, or within its braces. */
function inserted(text: string, job: YAMLMap, limit: number): string | undefined {
  const name = job.items.find(({ key }) => isScalar(key) && key.value === 'job_name');
  const key = spanOf(name?.key);
  const value = spanOf(name?.value);
  if (key === undefined || value === undefined || job.has(KEY)) return undefined;
  const entry = `${KEY}: ${limit}`;
  if (job.flow === true) return `${text.slice(0, value[1])}, ${entry}${text.slice(value[1])}`;
  const lineEnd = text.indexOf('\n', value[1]);
  const at = lineEnd < 0 ? text.length : lineEnd + 1;
  const eol = eolOf(text);
  const line = `${lineEnd < 0 ? eol : ''}${spaces(columnOf(text, key[0]))}${entry}${eol}`;
  return text.slice(0, at) + line + text.slice(at);
}
