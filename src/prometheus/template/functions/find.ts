// All functions that a template can call.
import type { Signature } from '../values/signature.ts';
import { BUILTINS } from './builtins.ts';
import { PROMETHEUS_FUNCTIONS } from './prometheus.ts';

/** A function by its name; undefined where there is none. */
export function findFunction(name: string): Signature | undefined {
  if (Object.hasOwn(PROMETHEUS_FUNCTIONS, name)) return PROMETHEUS_FUNCTIONS[name];
  return Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
}
