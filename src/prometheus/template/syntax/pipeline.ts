// Parses what is inside of an action: declarations, commands and their operands.
import { quote } from '../../promql/text/strings.ts';
import { parseCharacter, parseNumber, unquoteText, type ParsedNumber } from './literals.ts';
import type { CommandNode, OperandNode, PipeNode } from './nodes.ts';
import { printNode } from './print-node.ts';
import type { TokenStream } from './token-stream.ts';
import type { Token, TokenKind } from './tokens.ts';

/** What the parser of a pipeline knows about the template around it. */
export interface Scope {
  readonly tokens: TokenStream;
  /** The variables that are declared so far. */
  readonly variables: string[];
  /** How deep the parser is in parentheses and blocks. */
  depth: number;
  isFunction(name: string): boolean;
}

/** Go's own limit is 10,000; a program that reads its input recursively has less room here. */
const MAX_DEPTH = 200;

const OPERANDS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'bool',
  'character',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'raw-string',
  'string',
  'variable',
  'left-paren',
]);

/** Runs a parser one level deeper. */
export function nested<T>(scope: Scope, parse: () => T): T {
  if (scope.depth >= MAX_DEPTH) scope.tokens.fail('max expression depth exceeded');
  scope.depth += 1;
  const result = parse();
  scope.depth -= 1;
  return result;
}

/** A pipeline up to the token `end`, which is read too. */
export function parsePipeline(scope: Scope, context: string, end: TokenKind): PipeNode {
  const { tokens } = scope;
  const pipe: PipeNode = {
    kind: 'pipe',
    pos: tokens.peekNonSpace().pos,
    isAssign: false,
    declared: [],
    commands: [],
  };
  parseDeclarations(scope, pipe, context);
  for (;;) {
    const token = tokens.nextNonSpace();
    if (token.kind === end) break;
    if (!OPERANDS.has(token.kind)) tokens.unexpected(token, context);
    tokens.backup(token);
    pipe.commands.push(parseCommand(scope));
  }
  checkPipeline(scope, pipe, context);
  return pipe;
}

/** `$x :=`, `$x =`, and in a range `$i, $x :=`. */
function parseDeclarations(scope: Scope, pipe: PipeNode, context: string): void {
  const { tokens } = scope;
  const variable = tokens.peekNonSpace();
  if (variable.kind !== 'variable') return;
  tokens.nextNonSpace();
  const after = tokens.peek();
  const next = tokens.nextNonSpace();
  if (next.kind === 'assign' || next.kind === 'declare') {
    pipe.isAssign = next.kind === 'assign';
    declare(scope, pipe, variable);
  } else if (next.kind === 'char' && next.text === ',') {
    declare(scope, pipe, variable);
    if (context !== 'range' || pipe.declared.length >= 2) tokens.fail(`too many declarations in ${context}`);
    const following = tokens.peekNonSpace().kind;
    if (following !== 'variable' && following !== 'right-delim' && following !== 'right-paren')
      tokens.fail('range can only initialize variables');
    parseDeclarations(scope, pipe, context);
  } else if (after.kind === 'space') {
    tokens.backup(variable, after, next);
  } else {
    tokens.backup(variable, next);
  }
}

function declare(scope: Scope, pipe: PipeNode, variable: Token): void {
  pipe.declared.push({ kind: 'variable', pos: variable.pos, path: [variable.text] });
  scope.variables.push(variable.text);
}

const LITERALS: ReadonlySet<string> = new Set(['bool', 'dot', 'nil', 'number', 'string']);

function checkPipeline(scope: Scope, pipe: PipeNode, context: string): void {
  if (pipe.commands.length === 0) scope.tokens.fail(`missing value for ${context}`);
  const literal = pipe.commands.findIndex(({ args: [first] }, at) => at > 0 && LITERALS.has(first.kind));
  if (literal > 0) scope.tokens.fail(`non executable command in pipeline stage ${literal + 1}`);
}

/** Operands between spaces, up to a pipe or the end of the pipeline. */
function parseCommand(scope: Scope): CommandNode {
  const { tokens } = scope;
  const { pos } = tokens.peekNonSpace();
  const args: OperandNode[] = [];
  for (;;) {
    tokens.peekNonSpace();
    const operand = parseOperand(scope);
    if (operand !== undefined) args.push(operand);
    const token = tokens.next();
    if (token.kind === 'space') continue;
    if (token.kind === 'right-delim' || token.kind === 'right-paren') tokens.backup(token);
    else if (token.kind !== 'pipe') tokens.unexpected(token, 'operand');
    break;
  }
  const [first, ...others] = args;
  return first === undefined
    ? tokens.fail('empty command')
    : { kind: 'command', pos, args: [first, ...others] };
}

/** A term and the fields after it. */
function parseOperand(scope: Scope): OperandNode | undefined {
  const { tokens } = scope;
  const node = parseTerm(scope);
  const following = node === undefined ? undefined : tokens.peek();
  if (node === undefined || following?.kind !== 'field') return node;
  const path: string[] = [];
  while (tokens.peek().kind === 'field') path.push(tokens.next().text.slice(1));
  const { pos } = following;
  switch (node.kind) {
    case 'field':
    case 'variable':
      return { kind: node.kind, pos, path: [...node.path, ...path] };
    case 'bool':
    case 'string':
    case 'number':
    case 'nil':
    case 'dot':
      return tokens.fail(`unexpected . after term ${quote(printNode(node))}`);
    case 'chain':
    case 'identifier':
    case 'pipe':
    default:
      return { kind: 'chain', pos, node, path };
  }
}

function parseTerm(scope: Scope): OperandNode | undefined {
  const { tokens } = scope;
  const token = tokens.nextNonSpace();
  const { pos, text } = token;
  switch (token.kind) {
    case 'identifier':
      if (!scope.isFunction(text)) tokens.fail(`function ${quote(text)} not defined`);
      return { kind: 'identifier', pos, name: text };
    case 'dot':
    case 'nil':
      return { kind: token.kind, pos };
    case 'variable':
      if (!scope.variables.includes(text)) tokens.fail(`undefined variable ${quote(text)}`);
      return { kind: 'variable', pos, path: [text] };
    case 'field':
      return { kind: 'field', pos, path: [text.slice(1)] };
    case 'bool':
      return { kind: 'bool', pos, value: text === 'true' };
    case 'character':
      return numberNode(scope, pos, parseCharacter(text));
    case 'complex':
    case 'number':
      return numberNode(scope, pos, parseNumber(text));
    case 'left-paren':
      return nested(scope, () => parsePipeline(scope, 'parenthesized pipeline', 'right-paren'));
    case 'string':
    case 'raw-string':
      return { kind: 'string', pos, quoted: text, value: stringValue(scope, text) };
    case 'assign':
    case 'block':
    case 'break':
    case 'char':
    case 'continue':
    case 'declare':
    case 'define':
    case 'else':
    case 'end':
    case 'eof':
    case 'error':
    case 'if':
    case 'left-delim':
    case 'pipe':
    case 'range':
    case 'right-delim':
    case 'right-paren':
    case 'space':
    case 'template':
    case 'text':
    case 'with':
    default:
      tokens.backup(token);
      return undefined;
  }
}

function numberNode(scope: Scope, pos: number, parsed: ParsedNumber): OperandNode {
  if (parsed.status === 'error') return scope.tokens.fail(parsed.message);
  return { kind: 'number', pos, ...parsed.number };
}

/** The value of a quoted text. */
export function stringValue(scope: Scope, literal: string): string {
  return unquoteText(literal) ?? scope.tokens.fail('invalid syntax');
}
