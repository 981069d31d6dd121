// Why a query cannot be read, where the reason is a frequent one. Prometheus's own words are shown in any case.
import { closestWord } from '../../facts/similarity.ts';
import type { SyntaxSlip } from './facts.ts';

const FUNCTIONS = [
  'rate increase irate delta idelta deriv sum avg max min count topk bottomk quantile stddev group',
  'histogram_quantile sum_over_time avg_over_time max_over_time min_over_time count_over_time last_over_time',
  'quantile_over_time label_replace label_join clamp_min clamp_max clamp vector scalar absent round ceil floor',
  'abs time timestamp sort sort_desc predict_linear changes resets count_values',
]
  .join(' ')
  .split(' ');

/** Code points that a word processor makes of quotes. */
const CURLY = /[\u2018\u2019\u201C\u201D\u201E\u00AB\u00BB]/;
const OPENS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** The slip, undefined where none is known. `said`: Prometheus's message. */
export function slipIn(query: string, said: string, position: number | undefined): SyntaxSlip | undefined {
  const plain = query.replaceAll(/^\s*#.*$/gm, '');
  const bare = plain.replaceAll(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`]*`/g, '""');
  if (CURLY.test(bare)) return 'typographic-quotes';
  if (/^\s*(?:promql|query|expr|>|\$)\s*[:>]?\s+\S/i.test(bare) && !/^\s*(?:query|expr)\s*[({[]/i.test(bare))
    return 'copied-prompt';
  if (/\}\s*(?:=>)?\s*-?\d[\d.e+]*\s*(?:@\[?[\d.]+\]?)?\s*$/i.test(bare) || /^\s*\{[^}]*\}\s+\d/.test(bare))
    return 'copied-result';
  if (/\)\s*\[\s*\w+\s*\]/.test(bare) && /ranges only allowed|range/i.test(said)) return 'sum-in-range';
  const unknown = /unknown function with name "([^"]*)"/.exec(said)?.[1];
  if (unknown !== undefined) return unknownFunction(unknown);
  if (/,\s*\d+(?:ms|[smhdwy])\s*\)/.test(bare)) return 'range-as-argument';
  if (/expected type range vector in call to function|expected type range vector/.test(said))
    return 'no-range';
  if (/==\s*"/.test(bare) && /[{,]\s*\w+\s*==/.test(bare)) return 'double-equals';
  if (/[{,]\s*\w+\s*(?:=~|!~|!=|=)\s*[\w/.*]/.test(bare)) return 'missing-quotes';
  if (/""\s+\w+\s*(?:=~|!~|!=|=)/.test(bare)) return 'missing-comma';
  const bracket = bracketSlip(bare) ?? (position === undefined ? undefined : unknownWord(plain, position));
  if (bracket !== undefined) return bracket;
  return /unexpected <(?:by|without)>/.test(said) ? 'by-without-aggregation' : undefined;
}

function unknownFunction(name: string): SyntaxSlip {
  const similar = closestWord(name, FUNCTIONS);
  return similar === undefined ? { unknown: name } : { name, similar };
}

function bracketSlip(bare: string): SyntaxSlip | undefined {
  const open: string[] = [];
  for (const character of bare) {
    if ('([{'.includes(character)) open.push(character);
    const wanted = OPENS[character];
    if (wanted === undefined) continue;
    if (open.at(-1) === wanted) open.pop();
    else return open.length === 0 ? 'extra-bracket' : 'missing-bracket';
  }
  return open.length > 0 ? 'missing-bracket' : undefined;
}

/** A word before a bracket that is nearly the name of a function, as in `summ by (path) (…)`. */
function unknownWord(query: string, position: number): SyntaxSlip | undefined {
  const before = /([A-Za-z_]+)\s*(?:by|without)?\s*$/.exec(query.slice(0, position))?.[1];
  const names = [before, ...(query.match(/\b[A-Za-z_]+(?=\s+(?:by|without)\b)/g) ?? [])];
  for (const name of names) {
    if (name === undefined || FUNCTIONS.includes(name)) continue;
    const similar = closestWord(name, FUNCTIONS);
    if (similar !== undefined) return { name, similar };
  }
  return undefined;
}
