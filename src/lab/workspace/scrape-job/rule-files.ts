// Adds rule files to the text of a prometheus.yml, and leaves every other line as the learner wrote it. Pure.
import { isMap, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import { spanOf } from '../../../yaml/index.ts';
import { columnOf, eolOf, spaces, writingLike } from './text.ts';

const KEY = 'rule_files';
const BOM = '\uFEFF';

/** The text with each file in `rule_files`, or undefined where it is no YAML that can be edited. */
export function addRuleFiles(yamlText: string, files: readonly string[]): string | undefined {
  const bom = yamlText.startsWith(BOM) ? BOM : '';
  const text = yamlText.slice(bom.length);
  const document = parse(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const listed = listOf(document);
  const missing = files.filter((file) => !listed.includes(file));
  if (missing.length === 0) return yamlText;
  const wanted = [...listed, ...missing];
  const isWanted = (edited: string | undefined): edited is string =>
    edited !== undefined && String(listOf(parse(edited))) === String(wanted);
  const edited = [() => appended(text, document, missing), () => inserted(text, document, missing)]
    .map((edit) => edit())
    .find(isWanted);
  if (edited !== undefined) return bom + edited;
  document.set(KEY, document.createNode(wanted));
  return bom + document.toString(writingLike(text)).replaceAll('\n', eolOf(text));
}

const parse = (text: string): Document => parseDocument(text, { logLevel: 'silent', merge: true });

function listOf(document: Document): readonly string[] {
  const list: unknown = isMap(document.contents) ? document.get(KEY, true) : undefined;
  return isSeq(list) ? list.items.map((item) => String(isScalar(item) ? item.value : item)) : [];
}

/** Below the last item of a list in block style. */
function appended(text: string, document: Document, files: readonly string[]): string | undefined {
  const list: unknown = document.get(KEY, true);
  if (!isSeq(list) || list.flow === true) return undefined;
  const last = spanOf(list.items.at(-1));
  if (last === undefined) return undefined;
  const dash = text.lastIndexOf('-', last[0]);
  return below(
    text,
    last[1],
    files.map((file) => `${spaces(columnOf(text, dash))}- ${file}`),
  );
}

/** A new list, above the scrape jobs or else at the end. */
function inserted(text: string, document: Document, files: readonly string[]): string | undefined {
  if (!isMap(document.contents) || document.has(KEY) || document.contents.flow === true) return undefined;
  const eol = eolOf(text);
  const block = [`${KEY}:`, ...files.map((file) => `  - ${file}`)];
  const global = document.contents.items.find(({ key }) => isScalar(key) && key.value === 'global');
  const span = spanOf(global?.value);
  if (span !== undefined) return below(text, span[1], ['', ...block]);
  const gap = text === '' || text.endsWith('\n') ? '' : eol;
  return text + gap + block.map((line) => line + eol).join('');
}

/** The text with lines below the line in which something ends. */
function below(text: string, endsAt: number, lines: readonly string[]): string {
  const eol = eolOf(text);
  const at = text.slice(0, endsAt).trimEnd().length;
  const lineEnd = text.indexOf('\n', at);
  const place = lineEnd < 0 ? text.length : lineEnd + 1;
  return (
    text.slice(0, place) +
    (lineEnd < 0 ? eol : '') +
    lines.map((line) => line + eol).join('') +
    text.slice(place)
  );
}
