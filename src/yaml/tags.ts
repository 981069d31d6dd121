// Tags beyond those of plain data.
import { visit, type Document, type Node } from 'yaml';

const PLAIN_TAG = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|seq|map)$/;

/** The nodes that are declared to be something else than text, numbers, lists and maps, such as bytes, dates or sets. */
export function foreignTags(document: Document): readonly { readonly node: Node; readonly tag: string }[] {
  const found: { readonly node: Node; readonly tag: string }[] = [];
  visit(document, {
    Node(_key, node) {
      if ('tag' in node && node.tag !== undefined && !PLAIN_TAG.test(node.tag))
        found.push({ node, tag: node.tag });
    },
  });
  return found;
}
