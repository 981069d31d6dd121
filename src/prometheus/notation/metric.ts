// The name and labels of a series: `up{job="shop"}`, `{"http.requests", code="200"}`. Facts: Prometheus's grammar, `metric`.
import { Labels, METRIC_NAME } from '../model/samples.ts';
import { parseError, PromqlError } from '../promql/ast/errors.ts';
import { describeToken } from '../promql/parser/describe-token.ts';
import { tokenize, type Token } from '../promql/parser/lexer.ts';
import { quote, unquote } from '../promql/text/strings.ts';

const NAME = /^[ \t\n\r]*[A-Za-z_:][A-Za-z0-9_:]*/;

/** Where the name and the labels at the beginning of a text end. */
export function endOfMetric(text: string): number {
  const name = NAME.exec(text)?.[0].length ?? 0;
  const start = name > 0 ? name : (/^[ \t\n\r]*/.exec(text)?.[0].length ?? 0);
  if (text.charAt(start) !== '{') return start;
  let mark = '';
  for (let at = start; at < text.length; at++) {
    const character = text.charAt(at);
    if (mark !== '') {
      if (character === '\\' && mark !== '`') at++;
      else if (character === mark) mark = '';
    } else if (character === '}') return at + 1;
    else if (character === '"' || character === "'" || character === '`') mark = character;
  }
  return text.length;
}

/** A name and labels; a text without either is the empty label set. @throws {PromqlError} `bad_data` with line and column */
export function parseMetric(text: string): Labels {
  const lexed = tokenize(text);
  const reader = new MetricReader(lexed.tokens);
  const labels = reader.read();
  // What cannot be read at all counts where the grammar gets as far as it.
  if (lexed.error !== undefined && reader.next === undefined)
    throw parseError(text, lexed.error.position, lexed.error.message);
  if (reader.problem !== undefined) throw parseError(text, reader.next?.start ?? text.length, reader.problem);
  return labels;
}

class MetricReader {
  problem: string | undefined;
  readonly #tokens: readonly Token[];
  readonly #entries: (readonly [name: string, value: string])[] = [];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** The token that is read next, or that could not be read; undefined behind the last one. */
  get next(): Token | undefined {
    return this.#tokens[this.#at];
  }

  read(): Labels {
    const first = this.next;
    const isName =
      first !== undefined && ['identifier', 'metricIdentifier', 'keyword', 'aggregator'].includes(first.kind);
    const name = isName || (first?.kind === 'operator' && /^\w/.test(first.text)) ? this.#take() : undefined;
    if (this.next?.text === '{') this.#braces();
    if (this.problem === undefined && this.next !== undefined && this.next.kind !== 'end') this.#fail('');
    const seen = new Set<string>();
    for (const [label] of this.#entries) {
      if (seen.has(label) && this.problem === undefined)
        throw new PromqlError('bad_data', `label name ${quote(label)} is not unique: invalid sample`);
      seen.add(label);
    }
    return Labels.from(name === undefined ? this.#entries : [...this.#entries, [METRIC_NAME, name.text]]);
  }

  #take(): Token | undefined {
    const token = this.next;
    this.#at += 1;
    return token;
  }

  #braces(): void {
    this.#take();
    while (this.problem === undefined && this.next?.text !== '}') {
      this.#label();
      if (this.problem !== undefined || this.next?.text === '}') break;
      if (this.next?.text === ',') this.#take();
      else this.#fail(' in label set, expected "," or "}"');
    }
    if (this.problem === undefined) this.#take();
  }

  #label(): void {
    const name = this.next;
    if (name?.kind !== 'identifier' && name?.kind !== 'string')
      return this.#fail(' in label set, expected identifier or "}"');
    this.#take();
    const isString = name.kind === 'string';
    if (this.next?.text !== '=') {
      // A text alone is the name of the metric.
      if (isString) this.#entries.push([METRIC_NAME, unquote(name.text)]);
      else this.#fail(' in label set, expected "="');
      return;
    }
    this.#take();
    if (this.next?.kind !== 'string') return this.#fail(' in label set, expected string');
    this.#entries.push([isString ? unquote(name.text) : name.text, unquote(this.next.text)]);
    this.#take();
  }

  #fail(rest: string): void {
    this.problem =
      this.next === undefined ? 'unexpected end of input' : `unexpected ${describeToken(this.next)}${rest}`;
  }
}
