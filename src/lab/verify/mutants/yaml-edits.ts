// Changes of a text in YAML at the places of its nodes.
import { isNode, type Pair, type Scalar } from 'yaml';
import type { Change } from '../../runtimes/contract/mutants.ts';

/** What can stand in YAML as it is. */
const PLAIN = /^[\w(][^\n#]*$/;

/** Another value in the place of one; none where it is the same. */
export function replaceValue(
  operator: string,
  scalar: Scalar,
  value: string,
  text: string,
): readonly Change[] {
  if (scalar.range == null || value === String(scalar.value)) return [];
  const [start, end] = scalar.range;
  const isPlain = PLAIN.test(value) && !/: |:$|\s$/.test(value);
  // A block ends behind its line break.
  const tail = /\n\s*$/.exec(text.slice(start, end))?.[0] === undefined ? '' : '\n';
  return [{ operator, edits: [{ start, end, text: `${isPlain ? value : JSON.stringify(value)}${tail}` }] }];
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** An item of a list without its line or lines. */
export function dropItem(operator: string, item: unknown, text: string): readonly Change[] {
  if (!isNode(item) || item.range == null) return [];
  const start = lineStart(text, item.range[0]);
  return /^\s*-\s*$/.test(text.slice(start, item.range[0])) ? [dropped(operator, start, item.range[2])] : [];
}

/** An entry of a map without its line or lines; none where it begins an item of a list, or stands beside another. */
export function dropPair(operator: string, { key, value }: Pair, text: string): readonly Change[] {
  if (!isNode(key) || key.range == null || !isNode(value) || value.range == null) return [];
  const start = lineStart(text, key.range[0]);
  if (text.slice(start, key.range[0]).trim() !== '') return [];
  return [dropped(operator, start, value.range[2])];
}

const dropped = (operator: string, start: number, end: number): Change => ({
  operator,
  edits: [{ start, end, text: '' }],
});
