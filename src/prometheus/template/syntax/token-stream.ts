// Tokens with a lookahead of three, and the errors of parsing. Each template of a text reads the same lexer through its own stream.
import type { Lexer } from './lexer.ts';
import { describeToken, type Token, type TokenKind } from './tokens.ts';

/** Raised where a text is no template; the message is the whole error. */
export class SyntaxProblem extends Error {}

export class TokenStream {
  readonly lexer: Lexer;
  readonly #name: string;
  readonly #pushedBack: Token[] = [];
  #last: Token | undefined;
  /** The line of the action that is being read, 0 outside of one. */
  actionLine = 0;

  constructor(lexer: Lexer, name: string) {
    this.lexer = lexer;
    this.#name = name;
  }

  /** The tokens of a template that is defined inside of this one. */
  inner(): TokenStream {
    return new TokenStream(this.lexer, this.#name);
  }

  next(): Token {
    const token = this.#pushedBack.pop();
    if (token !== undefined) return token;
    this.#last = this.lexer.next();
    return this.#last;
  }

  /** Returns tokens, the first of which is read next. */
  backup(...tokens: Token[]): void {
    this.#pushedBack.push(...tokens.toReversed());
  }

  peek(): Token {
    const token = this.next();
    this.backup(token);
    return token;
  }

  nextNonSpace(): Token {
    const token = this.next();
    return token.kind === 'space' ? this.nextNonSpace() : token;
  }

  peekNonSpace(): Token {
    const token = this.nextNonSpace();
    this.backup(token);
    return token;
  }

  /** The next token, which has to be of a kind. */
  expect(context: string, ...kinds: TokenKind[]): Token {
    const token = this.nextNonSpace();
    return kinds.includes(token.kind) ? token : this.unexpected(token, context);
  }

  /** An error at the line of the token read last. */
  fail(message: string): never {
    throw new SyntaxProblem(`template: ${this.#name}:${this.#last?.line ?? 0}: ${message}`);
  }

  unexpected(token: Token, context: string): never {
    if (token.kind !== 'error') return this.fail(`unexpected ${describeToken(token)} in ${context}`);
    const isElsewhere = this.actionLine !== 0 && this.actionLine !== token.line;
    const started = ` started at ${this.#name}:${this.actionLine}`;
    const extra = token.text.endsWith(' action') ? started : ` in action${started}`;
    return this.fail(isElsewhere ? token.text + extra : token.text);
  }
}
