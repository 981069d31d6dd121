// Parses the text of a template: texts, actions, and the blocks between them.
import { quote } from '../../promql/text/strings.ts';
import { Lexer } from './lexer.ts';
import type { BranchNode, ListNode, ParsedText, PipeNode, StatementNode, TemplateNode } from './nodes.ts';
import { nested, parsePipeline, stringValue, type Scope } from './pipeline.ts';
import { SyntaxProblem, TokenStream } from './token-stream.ts';
import type { Token } from './tokens.ts';

export type ParseOutcome =
  | { readonly status: 'ok'; readonly parsed: ParsedText }
  | { readonly status: 'error'; readonly message: string };

/** What ends a list of statements. */
type Terminator = { readonly kind: 'end' | 'else' };

/** Parses a text in which these functions may be called. The errors are those of Go's text/template. */
export function parseText(text: string, name: string, isFunction: (name: string) => boolean): ParseOutcome {
  const templates = new Map<string, ListNode>();
  try {
    new TemplateParser(name, new TokenStream(new Lexer(text), name), templates, isFunction).parseAll();
    return { status: 'ok', parsed: { name, text, templates } };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return { status: 'error', message: error.message };
  }
}

class TemplateParser implements Scope {
  readonly tokens: TokenStream;
  readonly variables: string[] = ['$'];
  readonly isFunction: (name: string) => boolean;
  readonly #templates: Map<string, ListNode>;
  #name: string;
  #ranges = 0;
  depth: number;

  constructor(
    name: string,
    tokens: TokenStream,
    templates: Map<string, ListNode>,
    isFunction: (name: string) => boolean,
    depth = 0,
  ) {
    this.#name = name;
    this.tokens = tokens;
    this.#templates = templates;
    this.isFunction = isFunction;
    this.depth = depth;
  }

  /** A template inside of this one: it has its own variables. */
  #inner(name: string): TemplateParser {
    return new TemplateParser(name, this.tokens.inner(), this.#templates, this.isFunction, this.depth);
  }

  /** The whole text. Definitions are allowed only here. */
  parseAll(): void {
    const { tokens } = this;
    const root: ListNode = { kind: 'list', pos: tokens.peek().pos, nodes: [] };
    while (tokens.peek().kind !== 'eof') {
      const first = tokens.next();
      if (first.kind === 'left-delim') {
        const word = tokens.nextNonSpace();
        if (word.kind === 'define') {
          this.#inner('definition').#definition();
          continue;
        }
        tokens.backup(word);
      }
      tokens.backup(first);
      const node = this.#textOrAction();
      if (isTerminator(node)) return tokens.fail(`unexpected {{${node.kind}}}`);
      root.nodes.push(node);
    }
    this.#add(root);
  }

  #definition(): void {
    const context = 'define clause';
    const name = this.tokens.expect(context, 'string', 'raw-string');
    this.#name = stringValue(this, name.text);
    this.tokens.expect(context, 'right-delim');
    const { list, end } = this.#statements();
    if (end.kind !== 'end') this.tokens.fail(`unexpected {{${end.kind}}} in ${context}`);
    this.#add(list);
  }

  /** Keeps a template. Only one of those with a name may have more than spaces. */
  #add(list: ListNode): void {
    const known = this.#templates.get(this.#name);
    if (known === undefined || isEmpty(known)) this.#templates.set(this.#name, list);
    else if (!isEmpty(list))
      this.tokens.fail(`template: multiple definition of template ${quote(this.#name)}`);
  }

  /** Statements up to `end` or `else`. */
  #statements(): { list: ListNode; end: Terminator } {
    const list: ListNode = { kind: 'list', pos: this.tokens.peekNonSpace().pos, nodes: [] };
    while (this.tokens.peekNonSpace().kind !== 'eof') {
      const node = this.#textOrAction();
      if (isTerminator(node)) return { list, end: node };
      list.nodes.push(node);
    }
    return this.tokens.fail('unexpected EOF');
  }

  #textOrAction(): StatementNode | Terminator {
    const token = this.tokens.nextNonSpace();
    if (token.kind === 'text') return { kind: 'text', pos: token.pos, text: token.text };
    if (token.kind !== 'left-delim') return this.tokens.unexpected(token, 'input');
    this.tokens.actionLine = token.line;
    const node = nested(this, () => this.#action());
    this.tokens.actionLine = 0;
    return node;
  }

  #action(): StatementNode | Terminator {
    const token = this.tokens.nextNonSpace();
    switch (token.kind) {
      case 'block':
        return this.#block();
      case 'break':
      case 'continue':
        return this.#leaveLoop(token, token.kind);
      case 'else':
        return this.#else();
      case 'end':
        this.tokens.expect('end', 'right-delim');
        return { kind: 'end' };
      case 'if':
      case 'range':
      case 'with':
        return this.#branch(token.kind);
      case 'template':
        return this.#template();
      case 'assign':
      case 'bool':
      case 'char':
      case 'character':
      case 'complex':
      case 'declare':
      case 'define':
      case 'dot':
      case 'eof':
      case 'error':
      case 'field':
      case 'identifier':
      case 'left-delim':
      case 'left-paren':
      case 'nil':
      case 'number':
      case 'pipe':
      case 'raw-string':
      case 'right-delim':
      case 'right-paren':
      case 'space':
      case 'string':
      case 'text':
      case 'variable':
      default:
        this.tokens.backup(token);
        return { kind: 'action', pos: token.pos, pipe: this.#pipeline('command') };
    }
  }

  #pipeline(context: string): PipeNode {
    return parsePipeline(this, context, 'right-delim');
  }

  #leaveLoop(token: Token, kind: 'break' | 'continue'): StatementNode {
    const next = this.tokens.nextNonSpace();
    if (next.kind !== 'right-delim') this.tokens.unexpected(next, `{{${kind}}}`);
    if (this.#ranges === 0) this.tokens.fail(`{{${kind}}} outside {{range}}`);
    return { kind, pos: token.pos };
  }

  /** `else`; what `else if` and `else with` begin is read by the branch. */
  #else(): Terminator {
    const next = this.tokens.peekNonSpace().kind;
    if (next !== 'if' && next !== 'with') this.tokens.expect('else', 'right-delim');
    return { kind: 'else' };
  }

  #branch(kind: 'if' | 'range' | 'with'): BranchNode {
    const declared = this.variables.length;
    const pipe = this.#pipeline(kind);
    if (kind === 'range') this.#ranges += 1;
    const { list, end } = this.#statements();
    if (kind === 'range') this.#ranges -= 1;
    const elseList = end.kind === 'else' ? this.#otherwise(kind) : undefined;
    this.variables.length = declared;
    return { kind, pos: pipe.pos, pipe, list, elseList };
  }

  #otherwise(kind: 'if' | 'range' | 'with'): ListNode {
    const next = this.tokens.peek();
    if (kind !== 'range' && next.kind === kind) {
      this.tokens.next();
      return { kind: 'list', pos: next.pos, nodes: [nested(this, () => this.#branch(kind))] };
    }
    const { list, end } = this.#statements();
    if (end.kind !== 'end') this.tokens.fail(`expected end; found {{${end.kind}}}`);
    return list;
  }

  /** A template that is defined and used at one place. */
  #block(): TemplateNode {
    const context = 'block clause';
    const { token, name } = this.#templateName(context);
    const pipe = this.#pipeline(context);
    const inner = this.#inner(name);
    const { list, end } = inner.#statements();
    if (end.kind !== 'end') this.tokens.fail(`unexpected {{${end.kind}}} in ${context}`);
    inner.#add(list);
    return { kind: 'template', pos: token.pos, name, pipe };
  }

  #template(): TemplateNode {
    const context = 'template clause';
    const { token, name } = this.#templateName(context);
    const next = this.tokens.nextNonSpace();
    if (next.kind === 'right-delim') return { kind: 'template', pos: token.pos, name, pipe: undefined };
    this.tokens.backup(next);
    return { kind: 'template', pos: token.pos, name, pipe: this.#pipeline(context) };
  }

  #templateName(context: string): { token: Token; name: string } {
    const token = this.tokens.expect(context, 'string', 'raw-string');
    return { token, name: stringValue(this, token.text) };
  }
}

function isTerminator(node: StatementNode | Terminator): node is Terminator {
  return node.kind === 'end' || node.kind === 'else';
}

function isEmpty(list: ListNode): boolean {
  return list.nodes.every((node) => node.kind === 'text' && node.text.trim() === '');
}
