// What is wrong with the anchors (&name), aliases (*name) and merges (<<) of a configuration. The parser finds these only
// when the document is used, and names no line. Pure.
import { isAlias, isMap, isSeq, visit, type Alias, type Node } from 'yaml';
import type { Fail } from '../../model/verdict.ts';
import { isMergeKey } from './nodes.ts';
import { sourceLine, type ConfigText } from './document.ts';
import { failed } from '../facts/verdicts.ts';

const MAX_ALIASES = 100;

/** The first alias that has no anchor, merge of something else than keys with values, or file that aliases blow up. */
export function findAliasFault(config: ConfigText): Fail | undefined {
  const { document, file } = config;
  // In one pass: the library looks through the file for each alias.
  const marked = new Map<string, Node>();
  let fault: Fail | undefined;
  visit(document, {
    Value(_key, node) {
      if (node.anchor !== undefined) marked.set(node.anchor, node);
    },
    Alias(_key, alias) {
      if (marked.has(alias.source)) return undefined;
      fault = unresolved(config, alias);
      return visit.BREAK;
    },
    Pair(_key, { key, value }) {
      if (!isMergeKey(key)) return undefined;
      const sources = isSeq(value) ? value.items : [value];
      // An alias without its anchor gets its own fact.
      const isRight = sources.every((source) => {
        if (!isAlias(source)) return isMap(source);
        const target = marked.get(source.source);
        return target === undefined || isMap(target);
      });
      if (isRight) return undefined;
      fault = failed('merge-without-keys', sourceLine(config, config.lineAt(key.range?.[0])));
      return visit.BREAK;
    },
  });
  if (fault !== undefined) return fault;
  try {
    // Maps as they are: to make a word of a key that is a map itself takes as long as its depth squared.
    document.toJS({ maxAliasCount: MAX_ALIASES, mapAsMap: true });
    return undefined;
  } catch (error) {
    return failed(error instanceof ReferenceError ? 'aliases-too-many' : 'alias-in-itself', { file });
  }
}

function unresolved(config: ConfigText, alias: Alias): Fail {
  return failed('alias-without-anchor', {
    ...sourceLine(config, config.lineAt(alias.range?.[0])),
    name: alias.source,
    isAnchorBelow: hasAnchor(config, alias.source),
  });
}

function hasAnchor({ document }: ConfigText, name: string): boolean {
  let isFound = false;
  visit(document, {
    Value(_key, { anchor }) {
      if (anchor !== name) return undefined;
      isFound = true;
      return visit.BREAK;
    },
  });
  return isFound;
}
