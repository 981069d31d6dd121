// What aliases are of, found in one pass: the library's own way looks through the document for every alias.
import { visit, type Alias, type Document, type Node } from 'yaml';

export interface ResolvedAliases {
  readonly known: ReadonlyMap<unknown, Node>;
  /** Those without an anchor before them, in order. */
  readonly unknown: readonly Alias[];
  /** All anchors of the document. */
  readonly anchors: ReadonlyMap<string, Node>;
}

/** The node that each alias is of: the last one before it that has the anchor. */
export function resolveAliases(document: Document): ResolvedAliases {
  const anchors = new Map<string, Node>();
  const known = new Map<unknown, Node>();
  const unknown: Alias[] = [];
  visit(document, {
    Alias(_key, alias) {
      const target = anchors.get(alias.source);
      if (target === undefined) unknown.push(alias);
      else known.set(alias, target);
    },
    Value(_key, node) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return { known, unknown, anchors };
}
