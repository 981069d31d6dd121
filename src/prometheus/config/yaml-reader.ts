// A YAML file while it is read: its nodes, and what is wrong, each with its line, in the words of Prometheus's own YAML
// reader. Nothing is converted by the YAML library: how `true`, `10` or `5s` is read depends on the field.
import { isAlias, LineCounter, parseDocument, visit, type Alias, type Document, type Node } from 'yaml';
import type { ConfigProblem } from './model.ts';
import { unfitForYaml11 } from './yaml-11.ts';
import { firstSlip } from './yaml-slip.ts';

/** Reads a node; undefined where it reported a problem or the node is null. */
export type Read<T> = (node: Node, reader: YamlReader) => T | undefined;

/** A configuration for one lab has a few kilobytes. Longer ones hold up everything else while they are read. */
const MAX_LENGTH = 256 * 1024;
/** Aliases can make a short file long: more nodes than this is no configuration. */
const MAX_NODES = 100_000;

interface AliasTargets {
  readonly known: ReadonlyMap<Node, Node>;
  readonly unknown: readonly Alias[];
}

export class YamlReader {
  readonly problems: ConfigProblem[] = [];
  /** The mappings that a merge is being read from. */
  readonly merging = new Set<Node>();
  readonly #document: Document.Parsed;
  readonly #lines = new LineCounter();
  #aliases: AliasTargets | undefined;
  #nodes = 0;

  constructor(text: string) {
    if (text.length > MAX_LENGTH) throw new TooLargeError(`the file is longer than ${MAX_LENGTH / 1024} KiB`);
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      schema: 'failsafe',
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
    });
    const slip = firstSlip(this.#document.errors);
    const unfit = unfitForYaml11(this.#document, text);
    if (slip !== undefined) {
      this.problems.push({ line: this.#lines.linePos(slip.at).line, message: slip.message });
    } else if (unfit !== undefined) {
      this.problems.push({ line: this.#lines.linePos(unfit.at).line, message: unfit.message });
    } else if (text.includes('*')) {
      for (const alias of this.#aliasTargets().unknown)
        this.fail(alias, `unknown anchor '${alias.source}' referenced`);
    }
  }

  /** The root node, null where the file is empty. */
  get root(): Node | null {
    return this.#document.contents;
  }

  lineOf(node: Node): number {
    return node.range === undefined || node.range === null ? 1 : this.#lines.linePos(node.range[0]).line;
  }

  fail(node: Node, message: string): undefined {
    this.problems.push({ line: this.lineOf(node), message });
    return undefined;
  }

  /** Where a text first stands in the file. */
  find(wanted: string): Node | undefined {
    let found: Node | undefined;
    visit(this.#document, {
      Scalar(_key, node) {
        if (node.value !== wanted) return undefined;
        found = node;
        return visit.BREAK;
      },
    });
    return found;
  }

  /** The node itself, or what the alias stands for. */
  resolve(node: Node): Node {
    if (++this.#nodes > MAX_NODES) throw new TooLargeError('the file has too many aliases');
    return isAlias(node) ? (this.#aliasTargets().known.get(node) ?? node) : node;
  }

  /** What each alias stands for, found in one pass: the library's own way looks through the file for every alias. */
  #aliasTargets(): AliasTargets {
    if (this.#aliases !== undefined) return this.#aliases;
    const anchors = new Map<string, Node>();
    const known = new Map<Node, Node>();
    const unknown: Alias[] = [];
    visit(this.#document, {
      Alias(_key, alias) {
        const target = anchors.get(alias.source);
        if (target === undefined) unknown.push(alias);
        else known.set(alias, target);
      },
      Value(_key, node) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
      },
    });
    this.#aliases = { known, unknown };
    return this.#aliases;
  }
}

/** A file that is too long, or that its aliases blow up. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}
