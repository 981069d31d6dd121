// The functions that every template of Go has.
import type { Charge } from '../format/flags.ts';
import { formatPrintf } from '../format/printf.ts';
import { print, printable, printLine } from '../format/value.ts';
import { argument, CallError, textArgument, type Signature } from '../values/signature.ts';
import { bool, concrete, isTrue, text, typeName, type Value } from '../values/model.ts';
import { COMPARISONS } from './compare.ts';
import { escapeHtml, escapeJs, escapeQuery } from './escape.ts';
import { CONTAINERS } from './index-and-slice.ts';

/** A function of any number of values of any type, which yields a text. */
function ofAnything(make: (args: readonly Value[], charge: Charge) => string): Signature {
  return {
    parameters: [],
    variadic: 'interface {}',
    call: (args, { budget }) => text(make(args, (length) => budget.text(length))),
  };
}

/** Escapes what an action would print. */
function escaping(escape: (text: string) => string): Signature {
  return ofAnything((args, charge) => escape(print(args.map(printable), charge)));
}

/** Stops at the first argument that decides; the executor evaluates no argument after that one. */
function deciding(): Signature {
  return {
    parameters: ['reflect.Value'],
    variadic: 'reflect.Value',
    call: (args) => argument(args, args.length - 1),
  };
}

/** `call` needs a function as a value, and no data of Prometheus holds one. */
function callNothing(args: readonly Value[]): never {
  const callee = concrete(argument(args, 0));
  throw new CallError(callee.kind === 'nothing' ? 'call of nil' : `non-function of type ${typeName(callee)}`);
}

export const BUILTINS: Readonly<Record<string, Signature>> = {
  ...COMPARISONS,
  ...CONTAINERS,
  and: deciding(),
  or: deciding(),
  not: { parameters: ['reflect.Value'], call: (args) => bool(!isTrue(argument(args, 0))) },
  call: { parameters: ['reflect.Value'], variadic: 'reflect.Value', call: callNothing },
  print: ofAnything(print),
  println: ofAnything(printLine),
  printf: {
    parameters: ['string'],
    variadic: 'interface {}',
    call: (args, { budget }) =>
      text(formatPrintf(textArgument(args, 0), args.slice(1), (length) => budget.text(length))),
  },
  html: escaping(escapeHtml),
  js: escaping(escapeJs),
  urlquery: escaping(escapeQuery),
};
