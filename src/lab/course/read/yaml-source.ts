// A YAML text of a course with its data, and where each part of the data stands in the file.
import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, LineCounter, visit } from 'yaml';
import {
  foreignTags,
  parseYaml,
  resolveAliases,
  spanOf,
  type ResolvedAliases,
  type Span,
} from '../../../yaml/index.ts';
import type { Document, Node, YAMLError } from 'yaml';
import { codeOf } from '../../model/errors.ts';
import type { DiagnosticFact } from '../facts/diagnostics.ts';
import type { Diagnostic, Severity } from './diagnostic.ts';
import { yamlReason } from './yaml-reasons.ts';

/** Keys and indexes from the root of the data. */
export type DataPath = readonly (string | number)[];

export interface YamlSource {
  /** Absolute path. */
  readonly file: string;
  /** The data, undefined where the text is no YAML. */
  readonly data: unknown;
  /** Errors of the YAML itself. */
  readonly diagnostics: readonly Diagnostic[];
  /** A diagnostic at the value of a path, or at its key; where neither exists, at the nearest part above. */
  at(path: DataPath, part: 'key' | 'value', severity: Severity, fact: DiagnosticFact): Diagnostic;
  /** A diagnostic at a line of the text at a path, 1-based; at the text where its lines are not lines of the file. */
  atLine(path: DataPath, line: number, severity: Severity, fact: DiagnosticFact): Diagnostic;
  /** A diagnostic at an offset of the whole file. */
  atOffset(offset: number, length: number, severity: Severity, fact: DiagnosticFact): Diagnostic;
}

export interface YamlText {
  readonly file: string;
  /** The whole file, lines ended by `\n`. */
  readonly text: string;
  /** Where the YAML begins and ends in it. @default all of it */
  readonly range?: readonly [start: number, end: number];
}

/** A course.yaml has a few kilobytes; more than this takes a parser longer than a reader waits. */
const MAX_YAML_LENGTH = 64 * 1024;
/** Enough for anchors that save an author typing; far below what makes a small file large. */
const MAX_ALIASES = 64;

/** Parses YAML 1.2. Never throws: whatever is wrong is in `diagnostics`. */
export function readYaml({ file, text, range = [0, text.length] }: YamlText): YamlSource {
  const [start, end] = range;
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  const lineTexts = text.split('\n');

  const atOffset = (
    offset: number,
    length: number,
    severity: Severity,
    fact: DiagnosticFact,
    code = codeOf(fact.kind),
  ): Diagnostic => {
    const { line, col } = lines.linePos(Math.max(0, Math.min(offset, text.length)));
    const lineText = lineTexts[line - 1] ?? '';
    const covered = Math.max(1, Math.min(length, lineText.length - col + 1));
    return { file, line, column: col, length: covered, severity, code, fact, lineText };
  };
  const diagnostics: Diagnostic[] = [];
  const faultAt = ([from, to]: Span, fact: DiagnosticFact, code?: string) =>
    diagnostics.push(atOffset(start + from, to - from, 'error', fact, code));

  let document: Document.Parsed | undefined;
  let aliases: ResolvedAliases | undefined;
  let data: unknown;
  try {
    if (end - start > MAX_YAML_LENGTH) {
      faultAt([0, 1], { kind: 'yaml-too-long', maxKilobytes: MAX_YAML_LENGTH / 1024 });
      return source();
    }
    document = parseYaml(text.slice(start, end), { version: '1.2', uniqueKeys: false }).document;
    for (const error of [...document.errors, ...document.warnings]) {
      faultAt(error.pos, { kind: 'yaml', reason: yamlReason(error) }, parserCode(error));
    }
    for (const span of keysTwice(document)) faultAt(span, { kind: 'yaml-duplicate-key' });
    for (const { node, tag } of foreignTags(document))
      faultAt(placed(node), { kind: 'yaml-tag', tag: tag.replace('tag:yaml.org,2002:', '!!') });
    aliases = resolveAliases(document);
    for (const alias of aliases.unknown)
      faultAt(placed(alias), { kind: 'yaml-aliases/no-anchor', name: alias.source });
    if (diagnostics.length === 0) data = document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    data = undefined;
    if (error instanceof ReferenceError) {
      const [first] = aliases?.known.keys() ?? [];
      faultAt(placed(first), { kind: 'yaml-aliases', max: MAX_ALIASES });
    } else if (error instanceof RangeError) faultAt([0, 1], { kind: 'yaml-too-deep' });
    else throw error;
  }
  return source();

  function source(): YamlSource {
    return {
      file,
      data,
      diagnostics,
      atOffset,
      at(path, part, severity, fact) {
        const found = document === undefined ? undefined : placeOf(document, path, part);
        const [from, to] = found ?? [0, 1];
        return atOffset(start + from, to - from, severity, fact);
      },
      atLine(path, line, severity, fact) {
        const span =
          document === undefined ? undefined : lineSpanOf(document, path, text.slice(start, end), line);
        if (span === undefined) return this.at(path, 'value', severity, fact);
        return atOffset(start + span[0], span[1] - span[0], severity, fact);
      },
    };
  }
}

/** Keys that are in their map already. The parser's own check costs the square of the keys. */
function keysTwice(document: Document.Parsed): readonly Span[] {
  const found: Span[] = [];
  visit(document, {
    Map(_, map) {
      const known = new Set<unknown>();
      for (const { key } of map.items) {
        const value: unknown = isScalar(key) ? key.value : key;
        const span = known.has(value) ? spanOf(key) : undefined;
        if (span !== undefined) found.push(span);
        known.add(value);
      }
    },
  });
  return found;
}

const placed = (node: unknown): Span => spanOf(node) ?? [0, 1];

const parserCode = (error: YAMLError) => `yaml-${error.code.toLowerCase().replaceAll('_', '-')}`;

function placeOf(document: Document.Parsed, path: DataPath, part: 'key' | 'value'): Span | undefined {
  let node: unknown = document.contents;
  let place = spanOf(node);
  for (const [index, key] of path.entries()) {
    const collection = isAlias(node) ? node.resolve(document) : node;
    const isLast = index === path.length - 1;
    if (isMap(collection)) {
      const pair = collection.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(key),
      );
      if (!isPair(pair)) return place;
      const keySpan = spanOf(pair.key);
      node = pair.value;
      place = isLast && part === 'key' ? keySpan : (spanOf(node) ?? keySpan);
      // What is missing in a map is shown at the map's key: its first entry may be perfectly well.
      if (!isLast && isCollection(node) && !hasChild(node, path[index + 1])) return keySpan ?? place;
    } else if (isSeq(collection)) {
      node = collection.items[Number(key)];
      place = spanOf(node) ?? place;
    } else return place;
  }
  return place;
}

/** Where a line of a literal block is, without its indentation; undefined where the text is no such block. */
function lineSpanOf(document: Document.Parsed, path: DataPath, text: string, line: number): Span | undefined {
  const node = document.getIn(path, true);
  const scalar = isAlias(node) ? node.resolve(document) : node;
  const block = spanOf(scalar);
  if (!isScalar(scalar) || scalar.type !== 'BLOCK_LITERAL' || block === undefined) return undefined;
  let from = block[0];
  for (let below = 0; below < line; below++) from = text.indexOf('\n', from) + 1;
  const to = text.indexOf('\n', from);
  if (from === 0 || from >= block[1]) return undefined;
  const shown = text.slice(from, to === -1 ? undefined : to);
  return [from + shown.length - shown.trimStart().length, from + shown.length];
}

function hasChild(node: Node, key: string | number | undefined): boolean {
  if (isMap(node))
    return node.items.some((item) => isScalar(item.key) && String(item.key.value) === String(key));
  return true;
}
