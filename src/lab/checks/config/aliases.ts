// What is wrong with the anchors (&name), aliases (*name) and merges (<<) of a configuration. The parser finds these only
// when the document is used, and names no line. Pure.
import { isMap, isSeq, visit } from 'yaml';
import { resolveAliases } from '../../../yaml/index.ts';
import type { Fail } from '../../model/verdict.ts';
import { isMergeKey } from './nodes.ts';
import { sourceLine, type ConfigText } from './document.ts';
import { failed } from '../facts/verdicts.ts';

const MAX_ALIASES = 100;

/** The first alias that has no anchor, merge of something else than keys with values, or file that aliases blow up. */
export function findAliasFault(config: ConfigText): Fail | undefined {
  const { document, file } = config;
  const { known, unknown, anchors } = resolveAliases(document);
  const [alias] = unknown;
  if (alias !== undefined)
    return failed('alias-without-anchor', {
      ...sourceLine(config, config.lineOf(alias)),
      name: alias.source,
      isAnchorBelow: anchors.has(alias.source),
    });
  let wrongMerge: unknown;
  visit(document, {
    Pair(_key, { key, value }) {
      const sources = isSeq(value) ? value.items : [value];
      if (!isMergeKey(key) || sources.every((source) => isMap(known.get(source) ?? source))) return undefined;
      wrongMerge = key;
      return visit.BREAK;
    },
  });
  if (wrongMerge !== undefined)
    return failed('merge-without-keys', sourceLine(config, config.lineOf(wrongMerge)));
  try {
    // Maps as they are: to make a word of a key that is a map itself takes as long as its depth squared.
    document.toJS({ maxAliasCount: MAX_ALIASES, mapAsMap: true });
    return undefined;
  } catch (error) {
    return failed(error instanceof ReferenceError ? 'aliases-too-many' : 'alias-in-itself', { file });
  }
}
