// Families back to a page: what parseExposition reads, in the same order.
import { escapeHelp, escapeQuoted } from './escape.ts';
import { formatFloat } from './float.ts';
import type { Exemplar, ExpositionFormat, ExpositionSample, MetricFamily, MetricType } from './model.ts';

/** Types that only OpenMetrics has, as the text format can say them. */
const textTypes: Partial<Record<MetricType, string>> = {
  unknown: 'untyped',
  info: 'gauge',
  stateset: 'gauge',
  gaugehistogram: 'histogram',
};

/** The Content-Type to serve a formatted page with. */
export const contentTypeOf: Readonly<Record<ExpositionFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** Writes a page. An empty help or unit gets no line; names beyond letters, digits, `_` and `:` are quoted. */
export function formatExposition(
  families: Iterable<MetricFamily>,
  format: ExpositionFormat = 'text',
): string {
  let page = '';
  for (const family of families) page += formatFamily(family, format);
  return format === 'openmetrics' ? `${page}# EOF\n` : page;
}

function formatFamily(family: MetricFamily, format: ExpositionFormat): string {
  const name = isPlainName(family.name) ? family.name : quoted(family.name);
  const isText = format === 'text';
  let block = '';
  if (family.help !== '')
    block += `# HELP ${name} ${isText ? escapeHelp(family.help) : escapeQuoted(family.help)}\n`;
  block += `# TYPE ${name} ${(isText ? textTypes[family.type] : undefined) ?? family.type}\n`;
  if (family.unit !== '' && !isText) block += `# UNIT ${name} ${family.unit}\n`;
  for (const sample of family.samples) block += `${formatSample(sample, isText)}\n`;
  return block;
}

function formatSample(sample: ExpositionSample, isText: boolean): string {
  let line = `${formatSeries(sample.name, sample.labels)} ${formatFloat(sample.value)}`;
  if (sample.timestampMs !== undefined)
    line += ` ${isText ? sample.timestampMs : formatSeconds(sample.timestampMs)}`;
  if (sample.exemplar !== undefined && !isText) line += ` # ${formatExemplar(sample.exemplar)}`;
  return line;
}

function formatExemplar(exemplar: Exemplar): string {
  const at = exemplar.timestampMs === undefined ? '' : ` ${formatSeconds(exemplar.timestampMs)}`;
  return `{${formatLabels(exemplar.labels).join(',')}} ${formatFloat(exemplar.value)}${at}`;
}

/** `name{a="b"}`, or `{"na.me",a="b"}` for a name that must be quoted. */
function formatSeries(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = formatLabels(labels);
  if (!isPlainName(name)) return `{${[quoted(name), ...pairs].join(',')}}`;
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}

function formatLabels(labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels).map(([name, value]) => {
    const left = /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name) ? name : quoted(name);
    return `${left}=${quoted(value)}`;
  });
}

/** Milliseconds as decimal seconds, without passing through a fraction that would round. */
function formatSeconds(timestampMs: number): string {
  const whole = Math.trunc(timestampMs / 1000);
  return `${whole}.${String(Math.abs(timestampMs % 1000)).padStart(3, '0')}`;
}

function isPlainName(name: string): boolean {
  return /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name);
}

function quoted(text: string): string {
  return `"${escapeQuoted(text)}"`;
}
