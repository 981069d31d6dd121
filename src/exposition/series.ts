// The left half of a sample line: a name and labels, as `name{a="b"}` or, for UTF-8 names, `{"na.me", a="b"}`.
import { findClosingQuote, unescapeQuoted } from './escape.ts';
import { ExpositionFault, quote } from './fault.ts';
import type { ExpositionFormat } from './model.ts';

/** Pairs in the order written, names unique, values unescaped; an empty value is kept. */
export interface ParsedSeries {
  readonly name: string;
  readonly labels: readonly (readonly [name: string, value: string])[];
}

const METRIC_NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL_NAME = /[a-zA-Z_][a-zA-Z0-9_]*/y;
const GAP = /[ \t]*/y;

/** One pass over one series text. Errors say what was expected where. */
class SeriesReader {
  readonly #text: string;
  readonly #isOpenMetrics: boolean;
  #at = 0;
  #name: string | undefined;
  readonly #labels: [string, string][] = [];
  readonly #seen = new Set<string>(['__name__']);

  constructor(text: string, format: ExpositionFormat) {
    this.#text = text;
    this.#isOpenMetrics = format === 'openmetrics';
  }

  series(): ParsedSeries {
    this.#name = this.#take(METRIC_NAME)?.[0];
    this.#gap();
    if (this.#is('{')) this.#braces(true);
    if (this.#at < this.#text.length) {
      throw new ExpositionFault(`expected a metric name at the start of the line, got ${this.#rest()}`);
    }
    if (this.#name === undefined) {
      throw new ExpositionFault(`there is no metric name in ${quote(this.#text)}`);
    }
    return { name: this.#name, labels: this.#labels };
  }

  /** The `{…}` of an exemplar: labels only, and each of them, whether it is there twice or not. */
  labelsOnly(): ParsedSeries['labels'] {
    this.#braces(false);
    return this.#labels;
  }

  #braces(mayHoldName: boolean): void {
    this.#at++;
    for (;;) {
      this.#gap();
      if (this.#is('}')) {
        this.#at++;
        return;
      }
      this.#member(mayHoldName);
      this.#gap();
      if (this.#is(',')) this.#at++;
      else if (!this.#is('}')) {
        // The text format allows labels without a comma between them; OpenMetrics does not.
        const isNextLabel = !this.#isOpenMetrics && /[a-zA-Z_"]/.test(this.#text.charAt(this.#at));
        if (!isNextLabel) throw new ExpositionFault(`expected "," or "}" before ${this.#rest()}`);
      }
    }
  }

  #member(mayHoldName: boolean): void {
    const quoted = this.#takeQuoted();
    const name = quoted ?? this.#take(LABEL_NAME)?.[0];
    if (name === undefined) throw new ExpositionFault(`expected a label name before ${this.#rest()}`);
    this.#gap();
    if (quoted !== undefined && mayHoldName && (this.#is(',') || this.#is('}'))) {
      if (this.#name !== undefined) throw new ExpositionFault(`a second metric name, ${quote(name)}`);
      if (name === '') throw new ExpositionFault('the metric name is empty');
      this.#name = name;
      return;
    }
    if (!this.#is('=')) throw new ExpositionFault(`expected "=" after the label name ${name}`);
    if (name === '') throw new ExpositionFault('a label name is empty');
    this.#at++;
    this.#gap();
    const value = this.#takeQuoted();
    if (value === undefined) throw new ExpositionFault(this.#badValue(name));
    if (mayHoldName && this.#seen.has(name)) throw new ExpositionFault(`the label ${name} is there twice`);
    this.#seen.add(name);
    this.#labels.push([name, value]);
  }

  #badValue(name: string): string {
    if (this.#is('"')) return `the value of the label ${name} has no closing quote`;
    return `the value of the label ${name} must be in double quotes`;
  }

  #is(char: string): boolean {
    return this.#text.startsWith(char, this.#at);
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return undefined;
    this.#at = pattern.lastIndex;
    return match;
  }

  #takeQuoted(): string | undefined {
    const close = this.#is('"') ? findClosingQuote(this.#text, this.#at) : -1;
    if (close === -1) return undefined;
    const inner = this.#text.slice(this.#at + 1, close);
    this.#at = close + 1;
    return unescapeQuoted(inner);
  }

  #gap(): void {
    if (!this.#isOpenMetrics) this.#take(GAP);
  }

  #rest(): string {
    return this.#at < this.#text.length ? quote(this.#text.slice(this.#at)) : 'the end of the line';
  }
}

/** Reads `name{label="value",…}`; throws an ExpositionFault that the scanner turns into an error with its line. */
export function parseSeries(text: string, format: ExpositionFormat): ParsedSeries {
  return new SeriesReader(text, format).series();
}

/** Reads an exemplar's `{label="value",…}`. Of a label that is there twice the last value counts, as in Prometheus. */
export function parseExemplarLabels(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new SeriesReader(text, 'openmetrics').labelsOnly());
}

/**
 * Where the series that starts at `from` ends: after its name, or after its closing brace. Looks only at quotes and
 * braces, because it runs for every line of every scrape; what it delimits is judged by {@link parseSeries}.
 */
export function findSeriesEnd(text: string, from: number, lineEnd: number, format: ExpositionFormat): number {
  let i = from;
  while (i < lineEnd && isNameCode(text.charCodeAt(i))) i++;
  let brace = i;
  if (format === 'text') while (brace < lineEnd && isGap(text.charCodeAt(brace))) brace++;
  if (brace >= lineEnd || text.charCodeAt(brace) !== 0x7b) return i;
  for (i = brace + 1; i < lineEnd; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x7d) return i + 1;
    if (code !== 0x22) continue;
    const close = findClosingQuote(text, i, lineEnd);
    if (close === -1) return lineEnd;
    i = close;
  }
  return lineEnd;
}

/** Space or tab. */
export function isGap(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function isNameCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x3a) ||
    code === 0x5f
  );
}
