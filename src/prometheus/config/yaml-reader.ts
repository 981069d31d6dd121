// A YAML file while it is read: its nodes, and what is wrong, each with its line, in the words of Prometheus's own YAML
// reader. Nothing is converted by the YAML library: how `true`, `10` or `5s` is read depends on the field.
import { isAlias, visit, type Node } from 'yaml';
import {
  parseYaml,
  resolveAliases,
  type Place,
  type PlacedYaml,
  type ResolvedAliases,
} from '../../yaml/index.ts';
import type { ConfigProblem } from './model.ts';
import { endBlocksAt, unfitForYaml11 } from './yaml-11.ts';
import { firstSlip } from './yaml-slip.ts';

/** Reads a node; undefined where it reported a problem or the node is null. */
export type Read<T> = (node: Node, reader: YamlReader) => T | undefined;

/** A configuration for one lab has a few kilobytes. Longer ones hold up everything else while they are read. */
const MAX_LENGTH = 256 * 1024;
/** Aliases can make a short file long: a file with more nodes than this is rejected. */
const MAX_NODES = 100_000;

export interface YamlReaderOptions {
  /** In characters. @default 256 KiB */
  readonly maxLength?: number;
  /** How many nodes may be read, those that aliases repeat included. @default 100,000 */
  readonly maxNodes?: number;
  /** Reads over fields that are not known. @default false */
  readonly ignoresUnknownFields?: boolean;
  /** Whose words say that a key is there twice: those of go.yaml.in/yaml/v2 or of v3. @default 2 */
  readonly yamlVersion?: 2 | 3;
}

export class YamlReader {
  readonly problems: ConfigProblem[] = [];
  /** The mappings that a merge is being read from. */
  readonly merging = new Set<Node>();
  readonly ignoresUnknownFields: boolean;
  readonly yamlVersion: 2 | 3;
  /** Whether another document follows, which is not read. */
  readonly hasMoreDocuments: boolean;
  readonly #maxNodes: number;
  readonly #yaml: PlacedYaml;
  #aliases: ResolvedAliases | undefined;
  #nodes = 0;

  constructor(text: string, options: YamlReaderOptions = {}) {
    const { maxLength = MAX_LENGTH, maxNodes = MAX_NODES } = options;
    this.#maxNodes = maxNodes;
    this.ignoresUnknownFields = options.ignoresUnknownFields ?? false;
    this.yamlVersion = options.yamlVersion ?? 2;
    if (text.length > maxLength) throw new TooLargeError(`the file is longer than ${maxLength / 1024} KiB`);
    this.#yaml = parseYaml(text, { schema: 'failsafe', uniqueKeys: false });
    const { document, lineAt } = this.#yaml;
    const next = document.errors.find(({ code }) => code === 'MULTIPLE_DOCS');
    this.hasMoreDocuments = next !== undefined;
    // What is wrong below the next `---` is not read.
    const errors = document.errors.filter(({ pos }) => next === undefined || pos[0] < next.pos[0]);
    if (!text.endsWith('\n')) endBlocksAt(text.length, document);
    const slip = firstSlip(errors) ?? unfitForYaml11(document, text);
    if (slip !== undefined) {
      this.problems.push({ line: lineAt(slip.at), message: slip.message });
    } else if (text.includes('*')) {
      this.#aliases = resolveAliases(document);
      for (const alias of this.#aliases.unknown)
        this.fail(alias, `unknown anchor '${alias.source}' referenced`);
    }
  }

  /** The root node, null where the file is empty. */
  get root(): Node | null {
    return this.#yaml.document.contents;
  }

  lineOf(node: Node): number {
    return this.#yaml.lineOf(node);
  }

  /** Where a node begins. */
  placeOf(node: Node): Place {
    return this.#yaml.placeOf(node);
  }

  fail(node: Node, message: string): undefined {
    this.problems.push({ line: this.lineOf(node), message });
    return undefined;
  }

  /** Where a text first occurs in the file. */
  find(wanted: string): Node | undefined {
    let found: Node | undefined;
    visit(this.#yaml.document, {
      Scalar(_key, node) {
        if (node.value !== wanted) return undefined;
        found = node;
        return visit.BREAK;
      },
    });
    return found;
  }

  /** The node itself, or the target of the alias. */
  resolve(node: Node): Node {
    if (++this.#nodes > this.#maxNodes) throw new TooLargeError('the file has too many aliases');
    return isAlias(node) ? (this.#aliases?.known.get(node) ?? node) : node;
  }
}

/** A file that is too long, or that its aliases blow up. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}
