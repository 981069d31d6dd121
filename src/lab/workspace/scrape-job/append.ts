// Where in a prometheus.yml a new job goes, and how it is written to look like those around it. Pure.
// Gives undefined where the text has a form that is not foreseen: a larger edit is tried then.
import { isMap, isScalar, isSeq, type Document, type Node, type YAMLMap, type YAMLSeq } from 'yaml';
import type { WantedJob } from './fields.ts';
import { columnOf, dashOf, eolOf, insertion, quoteOf, scalarText, spaces, type Splice } from './text.ts';
import { spanOf } from '../../../yaml/index.ts';

/** Adds the job at the end of the list, which is made if there is none. */
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
  const at = spanOf(last)?.[1];
  const quote = quoteOf(text);
  const job = `{job_name: ${scalarText(wanted.job)}, static_configs: [{targets: [${quote}${wanted.target}${quote}]}]}`;
  return at === undefined ? undefined : [insertion(at, `, ${job}`)];
}

function intoBlockList(text: string, list: YAMLSeq, wanted: WantedJob): readonly Splice[] | undefined {
  const eol = eolOf(text);
  const starts = list.items.map((item) => dashOf(text, item));
  const [first] = starts;
  const range = spanOf(list.items.at(-1));
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
  const range = spanOf(job);
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
