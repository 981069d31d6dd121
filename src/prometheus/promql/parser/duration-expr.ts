// The tokens of a calculated duration to a tree. The grammar has let them pass; here they are only put in order.
import type { DurationExpr } from '../ast/nodes.ts';
import type { Token } from './lexer.ts';
import { RuleError } from './modifiers.ts';
import { readNumber } from './read-number.ts';

type Operator = Extract<DurationExpr, { kind: 'calculated' }>['op'];

const POWER = 3;
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ['+', 1],
  ['-', 1],
  ['*', 2],
  ['/', 2],
  ['%', 2],
  ['^', POWER],
]);

/** Reads a duration: a number, a function of durations, or a calculation with both. */
export function readDurationExpr(tokens: readonly Token[]): DurationExpr {
  return new Reader(tokens).read(0);
}

class Reader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** An expression whose operators bind at least as strongly as `weakest`. */
  read(weakest: number): DurationExpr {
    let lhs = this.#operand();
    for (;;) {
      const operator = this.#tokens[this.#next];
      const strength = PRECEDENCE.get(operator?.text ?? '');
      if (operator === undefined || strength === undefined || strength < weakest) return lhs;
      this.#next++;
      const rhs = this.read(strength === POWER ? POWER : strength + 1);
      const isDivision = operator.text === '/' || operator.text === '%';
      if (isDivision && rhs.kind === 'number' && rhs.value === 0)
        throw new RuleError(operator.start, operator.text === '/' ? 'division by zero' : 'modulo by zero');
      lhs = { kind: 'calculated', op: operator.text as Operator, lhs, rhs };
    }
  }

  #take(): Token {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw new Error('an unfinished duration passed the grammar');
    return token;
  }

  #operand(): DurationExpr {
    const token = this.#take();
    const word = token.text.toLowerCase();
    if (word === '+' || word === '-') return signed(word, this.read(POWER));
    if (word === '(') {
      const inner = this.read(0);
      this.#take();
      return inner.kind === 'number' || inner.kind === 'wrapped' ? inner : { kind: 'wrapped', inner };
    }
    if (word === 'step' || word === 'range') {
      this.#next += 2;
      return { kind: word };
    }
    if (word !== 'min_of' && word !== 'max_of') return readNumber(token);
    this.#take();
    const lhs = this.read(0);
    this.#take();
    const rhs = this.read(0);
    this.#take();
    return { kind: word, lhs, rhs };
  }
}

function signed(sign: '+' | '-', operand: DurationExpr): DurationExpr {
  if (sign === '+') return operand;
  return operand.kind === 'number' ? { ...operand, value: -operand.value } : { kind: 'negative', operand };
}
