// Go's fmt.Sprintf: flags, widths, precisions, explicit argument indexes, and its notes on arguments that do not fit.
import { concrete, typeName, type Value } from '../values/model.ts';
import { plainFlags, type Charge, type Flags } from './flags.ts';
import { formatArgument } from './value.ts';

/** The largest width and precision that Go takes. */
const MAX_NUMBER = 1_000_000;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads one directive after another. */
class Printer {
  readonly #format: string;
  readonly #args: readonly Value[];
  /** The most characters that widths and precisions may add up to. */
  readonly #charge: Charge;
  #at = 0;
  #arg = 0;
  #isReordered = false;
  #isGoodIndex = true;
  #hasIndex = false;

  constructor(format: string, args: readonly Value[], charge: Charge) {
    this.#format = format;
    this.#args = args;
    this.#charge = charge;
  }

  run(): string {
    let text = '';
    while (this.#at < this.#format.length) {
      const percent = this.#format.indexOf('%', this.#at);
      const end = percent < 0 ? this.#format.length : percent;
      text += this.#format.slice(this.#at, end);
      this.#at = end + 1;
      if (percent >= 0) text += this.#directive();
    }
    return text + this.#extra();
  }

  #directive(): string {
    this.#isGoodIndex = true;
    this.#hasIndex = false;
    const flags: Writable<Flags> = plainFlags(this.#charge);
    this.#readFlags(flags);
    this.#readIndex();
    let notes = this.#readWidth(flags);
    notes += this.#readPrecision(flags);
    if (!this.#hasIndex) this.#readIndex();
    const code = this.#format.codePointAt(this.#at);
    if (code === undefined) return `${notes}%!(NOVERB)`;
    const verb = String.fromCodePoint(code);
    this.#at += verb.length;
    this.#charge(Math.max(flags.width ?? 0, flags.precision ?? 0));
    return notes + this.#print(verb, flags);
  }

  #print(verb: string, flags: Writable<Flags>): string {
    if (verb === '%') return '%';
    if (!this.#isGoodIndex) return `%!${verb}(BADINDEX)`;
    const argument = this.#args[this.#arg];
    if (argument === undefined) return `%!${verb}(MISSING)`;
    this.#arg += 1;
    if (verb === 'v') {
      flags.sharpV = flags.sharp;
      flags.plusV = flags.plus;
      flags.sharp = false;
      flags.plus = false;
    }
    return formatArgument(argument, verb, flags);
  }

  #readFlags(flags: Writable<Flags>): void {
    for (; ; this.#at += 1) {
      switch (this.#format[this.#at]) {
        case '#':
          flags.sharp = true;
          break;
        case '0':
          flags.zero = !flags.minus;
          break;
        case '+':
          flags.plus = true;
          break;
        case '-':
          flags.minus = true;
          flags.zero = false;
          break;
        case ' ':
          flags.space = true;
          break;
        case undefined:
        default:
          return;
      }
    }
  }

  #readWidth(flags: Writable<Flags>): string {
    if (this.#format[this.#at] === '*') {
      this.#at += 1;
      const given = this.#integerArgument();
      this.#hasIndex = false;
      if (given === undefined) return '%!(BADWIDTH)';
      if (given < 0) {
        flags.minus = true;
        flags.zero = false;
      }
      flags.width = Math.abs(given);
      return '';
    }
    flags.width = this.#number();
    if (this.#hasIndex && flags.width !== undefined) this.#isGoodIndex = false;
    return '';
  }

  #readPrecision(flags: Writable<Flags>): string {
    // At the end of the format a dot is a verb.
    if (this.#format[this.#at] !== '.' || this.#at + 1 === this.#format.length) return '';
    this.#at += 1;
    if (this.#hasIndex) this.#isGoodIndex = false;
    this.#readIndex();
    if (this.#format[this.#at] !== '*') {
      flags.precision = this.#number() ?? 0;
      return '';
    }
    this.#at += 1;
    const given = this.#integerArgument();
    this.#hasIndex = false;
    if (given === undefined || given < 0) return '%!(BADPREC)';
    flags.precision = given;
    return '';
  }

  /** Digits; a number that is too large is none, and its digits are passed. */
  #number(): number | undefined {
    const [found] = /^\d+/.exec(this.#format.slice(this.#at, this.#at + 32)) ?? [];
    if (found === undefined || Number(found) > MAX_NUMBER) return undefined;
    this.#at += found.length;
    return Number(found);
  }

  /** The argument of a `*`. */
  #integerArgument(): number | undefined {
    const argument = this.#args[this.#arg];
    if (argument === undefined) return undefined;
    this.#arg += 1;
    const inner = concrete(argument);
    if (inner.kind !== 'integer') return undefined;
    const value = Number(inner.value);
    return Math.abs(value) <= MAX_NUMBER ? value : undefined;
  }

  /** `[2]`: the next argument is the second. */
  #readIndex(): void {
    if (this.#format[this.#at] !== '[') return;
    this.#isReordered = true;
    const end = this.#format.indexOf(']', this.#at);
    if (end < 0) {
      this.#isGoodIndex = false;
      this.#at += 1;
      return;
    }
    const inside = this.#format.slice(this.#at + 1, end);
    const index = /^\d+$/.test(inside) ? Number(inside) : 0;
    this.#at = end + 1;
    if (index >= 1 && index <= this.#args.length) {
      this.#arg = index - 1;
      this.#hasIndex = true;
    } else {
      this.#isGoodIndex = false;
    }
  }

  /** Arguments that no verb took. */
  #extra(): string {
    if (this.#isReordered || this.#arg >= this.#args.length) return '';
    const rest = this.#args.slice(this.#arg).map((value) => {
      const inner = concrete(value);
      return inner.kind === 'nothing'
        ? '<nil>'
        : `${typeName(inner)}=${formatArgument(inner, 'v', plainFlags(this.#charge))}`;
    });
    return `%!(EXTRA ${rest.join(', ')})`;
  }
}

/** A text with its verbs replaced by arguments. `charge` is told how many characters a width or a precision may cost, before that is made. */
export function formatPrintf(format: string, args: readonly Value[], charge: Charge): string {
  return new Printer(format, args, charge).run();
}
