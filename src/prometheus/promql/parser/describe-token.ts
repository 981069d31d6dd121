// Tokens in Prometheus's words for messages.
import type { Token } from './lexer.ts';
import { unreachable } from '../../../unreachable.ts';

/** Words with a value, that Prometheus does not count among its keywords. */
const PREPROCESSORS: ReadonlySet<string> = new Set(['start', 'end', 'step', 'range']);

/** A token as Prometheus names it in a syntax error: `identifier "foo"`, `<op:+>`, `end of input`. */
export function describeToken(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'end of input';
    case 'keyword':
      return PREPROCESSORS.has(token.text.toLowerCase()) ? JSON.stringify(token.text) : `<${token.text}>`;
    case 'operator':
      return `<op:${token.text}>`;
    case 'aggregator':
      return `<aggr:${token.text}>`;
    case 'identifier':
      return `identifier ${JSON.stringify(token.text)}`;
    case 'metricIdentifier':
      return `metric identifier ${JSON.stringify(token.text)}`;
    case 'punctuation':
      return JSON.stringify(token.text);
    case 'number':
    case 'duration':
    case 'string':
      return `${token.kind} ${shortened(token.text)}`;
    default:
      return unreachable(token.kind);
  }
}

function shortened(text: string): string {
  return text.length > 10 ? `${JSON.stringify(text.slice(0, 10))}...` : JSON.stringify(text);
}
