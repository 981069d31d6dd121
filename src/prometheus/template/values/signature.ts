// Functions and methods that a template can call.
import type { TemplateEnvironment } from '../model/contract.ts';
import type { Value } from './model.ts';

/** Limits of one expansion. Each throws where its limit is reached. */
export interface Budget {
  /** One more step of the template or of a function's loop. */
  step(): void;
  /** Told before a text of this length is made. */
  text(length: number): void;
}

export interface CallContext {
  readonly env: TemplateEnvironment;
  readonly externalUrl: string;
  readonly budget: Budget;
}

/** The types of parameters, named as Go names them. A `reflect.Value` takes anything, nil too. */
export type ParameterType =
  | 'bool'
  | 'int'
  | 'int64'
  | 'interface {}'
  | 'reflect.Value'
  | 'string'
  | 'time.Duration'
  | 'time.Time'
  | '*template.sample'
  | 'template.queryResult';

export interface Signature {
  readonly parameters: readonly ParameterType[];
  /** The type of any number of arguments after the parameters. */
  readonly variadic?: ParameterType;
  call(args: readonly Value[], context: CallContext): Value;
}

/** An error that a function returns; Go adds which function it was. */
export class CallError extends Error {}

/** The argument at an index, which the signature has checked to be there and to be of its type. */
export function argument(args: readonly Value[], index: number): Value {
  const value = args[index];
  if (value === undefined) throw new Error(`a function was called without its argument ${index + 1}`);
  return value;
}

/** A text among the arguments. */
export function textArgument(args: readonly Value[], index: number): string {
  const value = argument(args, index);
  if (value.kind !== 'string')
    throw new Error(`argument ${index + 1} is a ${value.kind} where a text is asked for`);
  return value.value;
}

/** An integer among the arguments. */
export function integerArgument(args: readonly Value[], index: number): bigint {
  const value = argument(args, index);
  if (value.kind !== 'integer')
    throw new Error(`argument ${index + 1} is a ${value.kind} where an integer is asked for`);
  return value.value;
}
