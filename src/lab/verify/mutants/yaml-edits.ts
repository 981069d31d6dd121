// Changes of a text in YAML at the places of its nodes.
import { isNode, type Pair, type Scalar } from 'yaml';
import type { Change, Edit } from '../../runtimes/contract/mutants.ts';

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
  const source = text.slice(start, end);
  const isPlain = PLAIN.test(value) && !/: |:$|\s$/.test(value);
  const put = inBlock(source, String(scalar.value), value) ?? (isPlain ? value : JSON.stringify(value));
  return [{ operator, edits: [onlyTheDifference(start, source, put)] }];
}

const leading = (line: string): number => line.length - line.trimStart().length;

/** The value as a block like that of the source, where the source is one that keeps its lines. */
function inBlock(source: string, old: string, value: string): string | undefined {
  const [header = '', first = ''] = source.split('\n');
  if (!header.startsWith('|')) return undefined;
  const indent = ' '.repeat(Math.max(0, leading(first) - leading(old.split('\n')[0] ?? '')));
  const lines = value.replace(/\n+$/, '').split('\n');
  const tail = /\n\s*$/.exec(source)?.[0] ?? '';
  return [header, ...lines.map((line) => (line === '' ? '' : indent + line))].join('\n') + tail;
}

/** The edit without what the two texts begin and end with. */
function onlyTheDifference(start: number, from: string, to: string): Edit {
  const most = Math.min(from.length, to.length);
  let before = 0;
  while (before < most && from[before] === to[before]) before += 1;
  let after = 0;
  while (after < most - before && from.at(-1 - after) === to.at(-1 - after)) after += 1;
  return {
    start: start + before,
    end: start + from.length - after,
    text: to.slice(before, to.length - after),
  };
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
