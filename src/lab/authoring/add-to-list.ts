// Adds a step to the list in course.yaml. Not a character of the rest changes: comments and layout are the author's.
import { isCollection, isNode, isSeq, parseDocument } from 'yaml';

/** The text of course.yaml with `folder` after the item at `afterIndex` of `steps`. */
export function addToList(text: string, folder: string, afterIndex: number): string {
  const document = parseDocument(text);
  const list = document.get('steps');
  if (!isSeq(list)) throw new Error('course.yaml has no list of steps');
  const before: unknown[] = list.toJSON();
  const wanted = before.toSpliced(afterIndex + 1, 0, folder);
  const edited = edit(text, list.items, list.flow === true, folder, afterIndex);
  if (edited !== undefined && hasSteps(edited, wanted)) return edited;
  // A list in an unusual form (an anchor, a comment between key and dash): the document is written again.
  list.items.splice(afterIndex + 1, 0, document.createNode(folder));
  return document.toString({ lineWidth: 0 });
}

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
  if (document.errors.length > 0) return false;
  const steps: unknown = document.toJS()?.steps;
  return JSON.stringify(steps) === JSON.stringify(wanted);
}
