// Adds a step to the list in course.yaml. Not a character of the rest changes: comments and layout are the author's.
import { isCollection, isMap, isNode, isSeq, parseDocument } from 'yaml';
import type { Document, YAMLSeq } from 'yaml';

/** The text of course.yaml with `folder` after the step at `afterIndex` of the course, in the same list. */
export function addToList(text: string, folder: string, afterIndex: number): string {
  const document = parseDocument(text);
  const { list, index } = listWith(document, afterIndex);
  const wanted = stepsOf(document).toSpliced(afterIndex + 1, 0, folder);
  const edited = edit(text, list.items, list.flow === true, folder, index);
  if (edited !== undefined && hasSteps(edited, wanted)) return edited;
  // A list in an unusual form (an anchor, a comment between key and dash): the document is written again.
  list.items.splice(index + 1, 0, document.createNode(folder));
  return document.toString({ lineWidth: 0 });
}

/** The list that has the step at an index of the course, and its index there. */
function listWith(
  document: Document,
  afterIndex: number,
): { readonly list: YAMLSeq; readonly index: number } {
  let before = 0;
  for (const list of listsOf(document)) {
    if (afterIndex < before + list.items.length) return { list, index: afterIndex - before };
    before += list.items.length;
  }
  throw new Error('course.yaml has no such step');
}

/** The list of steps, or those of the parts. */
function listsOf(document: Document): readonly YAMLSeq[] {
  const parts = document.get('parts');
  const lists = isSeq(parts)
    ? parts.items.map((part) => (isMap(part) ? part.get('steps') : undefined))
    : [document.get('steps')];
  return lists.filter((list) => isSeq(list));
}

/** The steps of all lists. */
const stepsOf = (document: Document): readonly unknown[] =>
  listsOf(document).flatMap((list): unknown[] => list.toJSON());

function edit(
  text: string,
  items: readonly unknown[],
  isFlow: boolean,
  folder: string,
  afterIndex: number,
): string | undefined {
  const item = items[afterIndex];
  if (!isNode(item) || isCollection(item) || item.range == null) return undefined;
  const [start, end] = item.range;
  if (isFlow) return `${text.slice(0, end)}, ${folder}${text.slice(end)}`;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lead = text.slice(lineStart, start);
  const newline = text.indexOf('\n', end);
  const lineEnd = newline === -1 ? text.length : newline;
  const carriage = text[lineEnd - 1] === '\r' ? '\r' : '';
  // `steps: - a` cannot be; anything but spaces and a dash in front of the item is a form not foreseen here.
  return /^ *- +$/.test(lead)
    ? `${text.slice(0, newline === -1 ? lineEnd : lineEnd - carriage.length)}${carriage}\n${lead}${folder}${text.slice(lineEnd - carriage.length)}`
    : undefined;
}

function hasSteps(text: string, wanted: readonly unknown[]): boolean {
  const document = parseDocument(text);
  return document.errors.length === 0 && JSON.stringify(stepsOf(document)) === JSON.stringify(wanted);
}
