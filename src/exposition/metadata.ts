// The comment lines that mean something: HELP, TYPE, UNIT and, in OpenMetrics, EOF.
import { findClosingQuote, unescapeHelp, unescapeQuoted } from './escape.ts';
import { ExpositionFault, quote } from './fault.ts';
import type { ExpositionFormat, ExpositionSink, MetricType } from './model.ts';

const types: Record<ExpositionFormat, ReadonlyMap<string, MetricType>> = {
  text: new Map([
    ['counter', 'counter'],
    ['gauge', 'gauge'],
    ['histogram', 'histogram'],
    ['summary', 'summary'],
    ['untyped', 'unknown'],
  ]),
  openmetrics: new Map([
    ['counter', 'counter'],
    ['gauge', 'gauge'],
    ['histogram', 'histogram'],
    ['gaugehistogram', 'gaugehistogram'],
    ['summary', 'summary'],
    ['info', 'info'],
    ['stateset', 'stateset'],
    ['unknown', 'unknown'],
  ]),
};

const KEYWORD: Record<ExpositionFormat, RegExp> = {
  text: /^#[ \t]+(HELP|TYPE)[ \t]+/,
  openmetrics: /^# (HELP|TYPE|UNIT) /,
};
const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;

/** Reads one line that starts with `#`. Says `eof` for the line that ends an OpenMetrics page. */
export function scanComment(line: string, format: ExpositionFormat, sink: ExpositionSink): 'eof' | undefined {
  if (format === 'openmetrics' && line === '# EOF') return 'eof';
  const keyword = KEYWORD[format].exec(line);
  if (keyword === null) {
    if (format === 'text') return undefined;
    throw new ExpositionFault(
      `${quote(line)} is not allowed: OpenMetrics knows # HELP, # TYPE, # UNIT and # EOF`,
    );
  }
  const word = keyword[1] ?? '';
  const rest = line.slice(keyword[0].length);
  const close = rest.startsWith('"') ? findClosingQuote(rest, 0) : -1;
  const family = close === -1 ? NAME.exec(rest)?.[0] : unescapeQuoted(rest.slice(1, close));
  if (family === undefined || family === '') {
    throw new ExpositionFault(`expected a metric name after # ${word}, got ${quote(rest)}`);
  }
  const after = rest.slice(close === -1 ? family.length : close + 1);
  if (format === 'openmetrics' && !after.startsWith(' ')) {
    throw new ExpositionFault(`expected one space and a text after # ${word} ${family}, got ${quote(after)}`);
  }
  // One separator belongs to the syntax, all that follows is the text.
  const text = after.slice(1);
  if (word === 'HELP') sink.help(family, format === 'text' ? unescapeHelp(text) : unescapeQuoted(text));
  else if (word === 'TYPE') sink.type(family, readType(text, family, format));
  else sink.unit(family, readUnit(text, family));
  return undefined;
}

function readType(text: string, family: string, format: ExpositionFormat): MetricType {
  const type = types[format].get(text);
  if (type !== undefined) return type;
  const known = [...types[format].keys()].join(', ');
  throw new ExpositionFault(`${quote(text)} is no metric type for ${family}; the types are ${known}`);
}

function readUnit(text: string, family: string): string {
  if (text !== '' && !family.endsWith(`_${text}`)) {
    throw new ExpositionFault(`the name ${family} must end with its unit, _${text}`);
  }
  return text;
}
