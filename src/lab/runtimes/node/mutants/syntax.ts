// A program as a tree, with just as much of it named as the operators need.
import { parse } from '@babel/parser';

/** A node of the tree. Its parts are looked up by name, because each type of node has its own. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [part: string]: unknown;
}

/** A node with those above it, the nearest first. */
export interface Place {
  readonly node: SyntaxNode;
  readonly above: readonly SyntaxNode[];
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  typeof value.type === 'string' &&
  'start' in value &&
  typeof value.start === 'number';

/** Every node of a program, parents first. Undefined where the text is not a program. */
export function nodesOf(text: string, file: string): readonly Place[] | undefined {
  const isTypeScript = /\.[cm]?tsx?$/.test(file);
  try {
    const { program } = parse(text, {
      sourceType: 'unambiguous',
      plugins: isTypeScript ? ['typescript'] : [],
    });
    const places: Place[] = [];
    visit(program, [], places);
    return places;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function visit(value: unknown, above: readonly SyntaxNode[], places: Place[]): void {
  if (Array.isArray(value)) for (const item of value) visit(item, above, places);
  else if (isNode(value)) {
    places.push({ node: value, above });
    const inner = [value, ...above];
    for (const [name, part] of Object.entries(value)) if (name !== 'loc') visit(part, inner, places);
  }
}

/** The nodes in a part that is a list. */
export const listOf = (node: SyntaxNode, part: string): readonly SyntaxNode[] => {
  const value = node[part];
  return Array.isArray(value) ? value.filter(isNode) : [];
};

/** The node in a part, where there is one of that type. */
export function partOf(node: SyntaxNode | undefined, part: string, type?: string): SyntaxNode | undefined {
  const value = node?.[part];
  return isNode(value) && (type === undefined || value.type === type) ? value : undefined;
}

/** The text of a part. */
export const textOf = (node: SyntaxNode | undefined, part: string): string => {
  const value = node?.[part];
  return typeof value === 'string' ? value : '';
};

/** The name of the method that a call calls: `inc` of `counter.inc()`. */
export const calledMethod = (node: SyntaxNode): SyntaxNode | undefined =>
  node.type === 'CallExpression'
    ? partOf(partOf(node, 'callee', 'MemberExpression'), 'property', 'Identifier')
    : undefined;
