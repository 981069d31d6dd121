// Where in the text of a prometheus.yml an edit goes, and how it is written to look like what is around it. Pure.
// Gives undefined where the text has a form that is not foreseen: a larger edit is tried then.
import { Document, isMap, isScalar, isSeq, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import { mendJobNode, type WantedJob } from './scrape-job-fields.ts';

export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all splices made; they must not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  let result = text;
  for (const { start, end, text: inserted } of splices.toSorted((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + inserted + result.slice(end);
  }
  return result;
}

/** The line ending that most lines of the text have. */
export function eolOf(text: string): '\n' | '\r\n' {
  const windows = text.split('\r\n').length - 1;
  return windows * 2 > text.split('\n').length - 1 ? '\r\n' : '\n';
}

/** How a node is written to look like the rest of the text: no line is wrapped, brackets are padded where others are. */
export function writingLike(text: string): { lineWidth: number; flowCollectionPadding: boolean } {
  return { lineWidth: 0, flowCollectionPadding: /[[{] +[^\s\]}]/.test(text) };
}

/** Adds the job at the end of the list, which is made where there is none. */
export function appendJob(
  text: string,
  document: Document,
  wanted: WantedJob,
): readonly Splice[] | undefined {
  const { contents } = document;
  const list: unknown = isMap(contents) ? contents.get('scrape_configs', true) : undefined;
  if (list === undefined) return [appendList(text, contents, wanted)];
  if (isScalar(list)) return intoEmptyList(text, contents, list, wanted);
  if (!isSeq(list)) return undefined;
  if (list.flow === true) return intoFlowList(text, contents, list, wanted);
  return intoBlockList(text, list, wanted);
}

function appendList(text: string, root: unknown, wanted: WantedJob): Splice {
  const eol = eolOf(text);
  const margin = isMap(root) && root.range ? columnOf(text, root.range[0]) : 0;
  const gap =
    text.trim() === '' ? '' : `${text.endsWith('\n') ? '' : eol}${text.endsWith(`${eol}${eol}`) ? '' : eol}`;
  const lines = ['scrape_configs:', ...jobLines(wanted, { dash: 2 }, quoteOf(text))];
  return insertion(text.length, gap + lines.map((line) => `${' '.repeat(margin)}${line}${eol}`).join(''));
}

function intoEmptyList(
  text: string,
  root: unknown,
  list: Node,
  wanted: WantedJob,
): readonly Splice[] | undefined {
  // `scrape_configs: null`, spelled out, is left to the larger edit.
  if (!isMap(root) || !list.range || list.range[0] !== list.range[1]) return undefined;
  return [afterKeyLine(text, root, wanted)];
}

function afterKeyLine(text: string, root: YAMLMap, wanted: WantedJob): Splice {
  const eol = eolOf(text);
  const key = root.items
    .map((pair) => pair.key)
    .find((node) => isScalar(node) && node.value === 'scrape_configs');
  const start = isScalar(key) && key.range ? key.range[0] : 0;
  const lineEnd = text.indexOf('\n', start);
  const at = lineEnd < 0 ? text.length : lineEnd + 1;
  const block = jobLines(wanted, { dash: columnOf(text, start) + 2 }, quoteOf(text)).map(
    (line) => line + eol,
  );
  return insertion(at, (lineEnd < 0 ? eol : '') + block.join(''));
}

function intoFlowList(
  text: string,
  root: unknown,
  list: YAMLSeq,
  wanted: WantedJob,
): readonly Splice[] | undefined {
  if (!list.range || !isMap(root)) return undefined;
  const [start, end] = list.range;
  if (list.items.length === 0) {
    // `scrape_configs: []` becomes a block below its line, which keeps a comment behind it.
    const before = text.slice(0, start).trimEnd().length;
    return [{ start: before, end, text: '' }, afterKeyLine(text, root, wanted)];
  }
  const last = list.items.at(-1);
  const at = nodeRange(last)?.[1];
  const quote = quoteOf(text);
  const job = `{job_name: ${scalarText(wanted.job)}, static_configs: [{targets: [${quote}${wanted.target}${quote}]}]}`;
  return at === undefined ? undefined : [insertion(at, `, ${job}`)];
}

function intoBlockList(text: string, list: YAMLSeq, wanted: WantedJob): readonly Splice[] | undefined {
  const eol = eolOf(text);
  const starts = list.items.map((item) => dashOf(text, item));
  const [first] = starts;
  const range = nodeRange(list.items.at(-1));
  if (first === undefined || range === undefined) return undefined;
  const at = text.slice(0, range[1]).trimEnd().length;
  const lineEnd = text.indexOf('\n', at);
  // What follows on the last line is a comment: the job goes below it.
  const place = lineEnd < 0 ? text.length : lineEnd + 1;
  const second = starts[1];
  const isSpaced = second === undefined || /\n[ \t]*\r?\n/.test(text.slice(first, second));
  const lines = jobLines(wanted, styleOf(text, list, first), quoteOf(text)).map((line) => line + eol);
  return [insertion(place, `${lineEnd < 0 ? eol : ''}${isSpaced ? eol : ''}${lines.join('')}`)];
}

/** How the jobs of a list are indented. */
interface ListStyle {
  /** Column of the `-` of a job. */
  readonly dash: number;
  /** Columns from a `-` to what follows it. @default 2 */
  readonly gap?: number;
  /** Columns from `static_configs` to the `-` below it. @default 2 */
  readonly inner?: number;
}

function styleOf(text: string, list: YAMLSeq, firstDash: number): ListStyle {
  const dash = columnOf(text, firstDash);
  const [job] = list.items;
  const range = nodeRange(job);
  const isOnDashLine = range !== undefined && !text.slice(firstDash, range[0]).includes('\n');
  const gap = isOnDashLine ? range[0] - firstDash : 2;
  const groups: unknown = isMap(job) ? job.get('static_configs', true) : undefined;
  const innerDash = isSeq(groups) && groups.flow !== true ? dashOf(text, groups.items[0]) : undefined;
  const inner = innerDash === undefined ? 2 : columnOf(text, innerDash) - dash - gap;
  return { dash, gap, inner: Math.max(0, inner) };
}

function jobLines(wanted: WantedJob, style: ListStyle, quote: string): string[] {
  const { dash, gap = 2, inner = 2 } = style;
  const hyphen = `-${spaces(gap - 1)}`;
  return [
    `${spaces(dash)}${hyphen}job_name: ${scalarText(wanted.job)}`,
    `${spaces(dash + gap)}static_configs:`,
    `${spaces(dash + gap + inner)}${hyphen}targets: [${quote}${wanted.target}${quote}]`,
  ];
}

const spaces = (count: number): string => ' '.repeat(count);

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
    const range = nodeRange(targets.items[0]);
    return range && [{ start: range[0], end: range[1], text: address }];
  }
  const range = nodeRange(targets);
  const isOnOneLine = isScalar(targets) || (isSeq(targets) && targets.flow === true);
  if (!isOnOneLine || range === undefined || range[0] === range[1]) return undefined;
  return [{ start: range[0], end: range[1], text: `[${address}]` }];
}

/** Writes the job anew where it stands, with its own comments, and takes out others of its name. */
export function rewriteJob(
  text: string,
  document: Document,
  named: readonly number[],
  wanted: WantedJob,
): readonly Splice[] | undefined {
  const list: unknown = document.get('scrape_configs', true);
  const [index = 0, ...surplus] = named;
  const job: unknown = isSeq(list) ? list.items[index] : undefined;
  const range = nodeRange(job);
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
  const range = nodeRange(item);
  if (dash === undefined || range === undefined) return undefined;
  return { start: text.lastIndexOf('\n', dash) + 1, end: range[1], text: '' };
}

function insertion(at: number, text: string): Splice {
  return { start: at, end: at, text };
}

/** Offset of the `-` that begins a block list's item: on the item's own line, or on one above it. */
function dashOf(text: string, item: unknown): number | undefined {
  const range = nodeRange(item);
  if (range === undefined) return undefined;
  let lineStart = text.lastIndexOf('\n', range[0] - 1) + 1;
  const before = text.slice(lineStart, range[0]);
  if (before.includes('-')) return lineStart + before.lastIndexOf('-');
  // The `-` stands alone, perhaps with a comment, and its item follows below.
  while (lineStart > 0) {
    const above = text.lastIndexOf('\n', lineStart - 2) + 1;
    const line = text.slice(above, lineStart).trim();
    if (line.startsWith('-')) return above + text.slice(above, lineStart).indexOf('-');
    if (line !== '' && !line.startsWith('#')) return undefined;
    lineStart = above;
  }
  return undefined;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function nodeRange(node: unknown): readonly [start: number, valueEnd: number] | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) ? [Number(range[0]), Number(range[1])] : undefined;
}

/** Double quotes where the file's targets have them. */
function quoteOf(text: string): '"' | "'" {
  return /targets:\s*(\[|-)\s*"/.test(text) ? '"' : "'";
}

/** A name as a plain scalar where that is safe. */
function scalarText(name: string): string {
  return /^[A-Za-z][\w-]*$/.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(name);
}
