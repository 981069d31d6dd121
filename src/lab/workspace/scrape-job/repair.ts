// Edits of a job that a prometheus.yml has already: of its target alone, or of the whole job where it stands. Pure.
// Gives undefined where the text has a form that is not foreseen: a larger edit is tried then.
import { Document, isMap, isScalar, isSeq } from 'yaml';
import { mendJobNode, type WantedJob } from './fields.ts';
import { columnOf, dashOf, eolOf, quoteOf, writingLike, type Splice } from './text.ts';
import { spanOf } from '../../../yaml/index.ts';

/** Replaces the one target of a job that is right in all else. */
export function mendTarget(
  text: string,
  document: Document,
  named: readonly number[],
  wanted: WantedJob,
): readonly Splice[] | undefined {
  const [index, ...surplus] = named;
  const groups: unknown = document.getIn(['scrape_configs', index, 'static_configs'], true);
  const group: unknown = isSeq(groups) && groups.items.length === 1 ? groups.items[0] : undefined;
  const targets: unknown = isMap(group) ? group.get('targets', true) : undefined;
  if (surplus.length > 0) return undefined;
  const quote = quoteOf(text);
  const address = `${quote}${wanted.target}${quote}`;
  if (isSeq(targets) && targets.items.length === 1 && isScalar(targets.items[0])) {
    const range = spanOf(targets.items[0]);
    return range && [{ start: range[0], end: range[1], text: address }];
  }
  const range = spanOf(targets);
  const isOnOneLine = isScalar(targets) || (isSeq(targets) && targets.flow === true);
  if (!isOnOneLine || range === undefined || range[0] === range[1]) return undefined;
  return [{ start: range[0], end: range[1], text: `[${address}]` }];
}

/** Writes the job again where it stands, with its own comments, and takes out others of its name. */
export function rewriteJob(
  text: string,
  document: Document,
  named: readonly number[],
  wanted: WantedJob,
): readonly Splice[] | undefined {
  const list: unknown = document.get('scrape_configs', true);
  const [index = 0, ...surplus] = named;
  const job: unknown = isSeq(list) ? list.items[index] : undefined;
  const range = spanOf(job);
  if (!isSeq(list) || !isMap(job) || list.flow === true || range === undefined) return undefined;
  const removed = surplus.map((at) => removalOf(text, list.items[at]));
  if (!removed.every((splice) => splice !== undefined)) return undefined;
  mendJobNode(document, job, wanted);
  const alone = new Document();
  const { commentBefore } = job;
  // It stands before the `-`, outside of what is replaced.
  job.commentBefore = null;
  alone.contents = job;
  const lines = alone.toString(writingLike(text)).trimEnd().split('\n');
  job.commentBefore = commentBefore ?? null;
  const margin = ' '.repeat(columnOf(text, range[0]));
  const written = lines.map((line, at) => (at === 0 || line === '' ? line : margin + line)).join(eolOf(text));
  return [{ start: range[0], end: text.slice(0, range[1]).trimEnd().length, text: written }, ...removed];
}

function removalOf(text: string, item: unknown): Splice | undefined {
  const dash = dashOf(text, item);
  const range = spanOf(item);
  if (dash === undefined || range === undefined) return undefined;
  return { start: text.lastIndexOf('\n', dash) + 1, end: range[1], text: '' };
}
