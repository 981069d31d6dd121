// One line of a case: a series and its points, `up{job="shop"} 0+1x5 _ stale`, or a lone number.
import { Labels } from '../../../src/prometheus/model/samples.ts';
import { selectorMatchers } from '../../../src/prometheus/promql/index.ts';

/** A point: a number, no sample, or the stale marker. */
export type Point = number | 'gap' | 'stale';

export interface SeriesPoints {
  readonly kind: 'series';
  readonly labels: Labels;
  readonly points: readonly Point[];
}

/** Where the series' name and labels end. */
function endOfSelector(text: string): number {
  let quote = '';
  let isInBraces = false;
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (quote !== '') {
      if (character === '\\' && quote !== '`') i++;
      else if (character === quote) quote = '';
    } else if (isInBraces && `"'\``.includes(character)) {
      quote = character;
    } else if (character === '{') {
      isInBraces = true;
    } else if (character === '}') {
      return i + 1;
    } else if (!isInBraces && /\s/.test(character)) {
      // A blank may stand between the name and its braces.
      if (!/^\s*\{(?!\{)/.test(text.slice(i))) return i;
    }
  }
  return text.length;
}

function readNumber(text: string): number {
  const special = /^([+-]?)(inf|nan)$/i.exec(text);
  if (special !== null)
    return special[2]?.toLowerCase() === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text))
    throw new Error(`cannot read the point "${text}"`);
  return Number(text);
}

const NUMBER = String.raw`[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf|nan)`;
const SEQUENCE = new RegExp(`^(${NUMBER})([+-](?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?)?x(\\d+)$`, 'i');

/** The points that one word stands for: `5`, `_`, `_x3`, `1x4`, `0+10x5`, `stale`. */
function readPoints(word: string): Point[] {
  if (word.includes('{{')) throw new Error('native histograms are not samples of this engine');
  const gap = /^_(?:x(\d+))?$/.exec(word);
  if (gap !== null) return Array.from({ length: Number(gap[1] ?? 1) }, () => 'gap');
  const stale = /^stale(?:x(\d+))?$/.exec(word);
  if (stale !== null) return Array.from({ length: Number(stale[1] ?? 0) + 1 }, () => 'stale');
  const sequence = SEQUENCE.exec(word);
  if (sequence === null) return [readNumber(word)];
  const [, start = '0', increment = '0', times = '0'] = sequence;
  const points = [readNumber(start)];
  for (let i = 0; i < Number(times); i++) points.push((points.at(-1) ?? 0) + Number(increment));
  return points;
}

/** Reads a line. */
export function readSeriesLine(
  text: string,
): SeriesPoints | { readonly kind: 'number'; readonly value: number } {
  if (/^[+-]?(?:[\d.]|inf$|nan$)/i.test(text) && !/\s/.test(text))
    return { kind: 'number', value: readNumber(text) };
  const end = endOfSelector(text);
  const labels = Labels.from(
    selectorMatchers(text.slice(0, end)).map(({ name, value }) => [name, value] as const),
  );
  const words = text.slice(end).trim();
  return { kind: 'series', labels, points: words === '' ? [] : words.split(/\s+/).flatMap(readPoints) };
}
