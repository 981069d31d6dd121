// What is wrong with the anchors (&name), aliases (*name) and merges (<<) of a configuration. The parser finds these only
// when the document is used, and names no line. Pure.
import { isAlias, isMap, isSeq, visit, type Alias, type Node } from 'yaml';
import type { Fail } from '../../model/verdict.ts';
import { isMergeKey } from './nodes.ts';
import type { ConfigText } from './document.ts';
import { fail } from '../facts/verdicts.ts';
import { shortened } from '../facts/wording.ts';

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
      // An alias without its mark is told by itself.
      const isRight = sources.every((source) => {
        if (!isAlias(source)) return isMap(source);
        const target = marked.get(source.source);
        return target === undefined || isMap(target);
      });
      if (isRight) return undefined;
      fault = wrongMerge(config, config.lineAt(key.range?.[0]));
      return visit.BREAK;
    },
  });
  if (fault !== undefined) return fault;
  try {
    // Maps as they are: to make a word of a key that is a map itself takes as long as its depth squared.
    document.toJS({ maxAliasCount: MAX_ALIASES, mapAsMap: true });
    return undefined;
  } catch (error) {
    const what =
      error instanceof ReferenceError
        ? 'that repeat a part of the file too often'
        : 'that contain themselves';
    return fail('config-syntax', `${file} has aliases (*name) ${what}.`, {
      hint: 'Write the jobs without aliases.',
    });
  }
}

function unresolved(config: ConfigText, alias: Alias): Fail {
  const line = config.lineAt(alias.range?.[0]);
  const name = shortened(alias.source, 40);
  const isBelow = hasAnchor(config, alias.source);
  return fail(
    'config-syntax',
    `${config.file}:${line}: *${name} repeats what is marked with &${name}, and no line above has that mark.`,
    {
      observed: shortened(config.lineText(line)),
      hint: isBelow
        ? `The mark &${name} has to stand above the line that uses it.`
        : `Write the keys themselves in place of *${name}. A value that really begins with * needs quotes.`,
    },
  );
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

function wrongMerge(config: ConfigText, line: number): Fail {
  return fail(
    'config-syntax',
    `${config.file}:${line}: << takes keys with values from another place, and this is none.`,
    {
      expected: '<<: *name, where &name marks keys with values above',
      observed: shortened(config.lineText(line)),
      hint: 'Take the line out, and write the keys themselves in its place.',
    },
  );
}
