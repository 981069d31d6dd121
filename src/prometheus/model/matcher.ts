// Label matchers as functions: the engine and the storage select with the same ones. Regular expressions are anchored,
// a dot matches a newline too, and they run in linear time whatever the pattern (RE2, by re2js).
import { RE2JS } from 're2js';

import type { Matcher, ValueMatcher } from './samples.ts';

/** Whether a label value (the empty string where the label is absent) fits. */
export type CompiledMatcher = (value: string) => boolean;

/** Characters that mean something in a regular expression. */
const SPECIAL = /[\\.+*?()|[\]{}^$]/;
const CACHE_SIZE = 1_000;
const cache = new Map<string, CompiledMatcher>();

/** Patterns that need no engine: literals, alternations of literals, and `.*` or `.+` around a literal. */
function simplePattern(pattern: string): CompiledMatcher | undefined {
  if (pattern === '.*') return () => true;
  if (pattern === '.+') return (value) => value !== '';
  const alternatives = pattern.split('|');
  if (alternatives.every((alternative) => !SPECIAL.test(alternative))) {
    const [only] = alternatives;
    if (alternatives.length === 1) return (value) => value === only;
    const set = new Set(alternatives);
    return (value) => set.has(value);
  }
  const around = /^(\.[*+])?([^\\.+*?()|[\]{}^$]+)(\.[*+])?$/.exec(pattern);
  if (around === null) return undefined;
  const [, before, literal = '', after] = around;
  const least = before === '.+' ? 1 : 0;
  const rest = after === '.+' ? 1 : 0;
  if (before === undefined)
    return (value) => value.length >= literal.length + rest && value.startsWith(literal);
  if (after === undefined)
    return (value) => value.length >= literal.length + least && value.endsWith(literal);
  return (value) => {
    const at = value.indexOf(literal, least);
    return at >= 0 && value.length - at - literal.length >= rest;
  };
}

/** The pattern between anchors, a dot matching a newline too: what Prometheus compiles, and shows where it cannot. */
export function compileAnchored(pattern: string): RE2JS {
  return RE2JS.compile(`^(?s:${pattern})$`);
}

function compilePattern(pattern: string): CompiledMatcher {
  const simple = simplePattern(pattern);
  if (simple !== undefined) return simple;
  const compiled = compileAnchored(pattern);
  return (value) => compiled.matches(value);
}

/** Compiles a matcher; the same pattern is compiled once. @throws {Error} where the regular expression is not valid */
export function compileMatcher(matcher: Matcher | ValueMatcher): CompiledMatcher {
  if (matcher.op === 'in') return (value) => matcher.values.has(value);
  const { op, value: wanted } = matcher;
  if (op === '=') return (value) => value === wanted;
  if (op === '!=') return (value) => value !== wanted;
  const key = op + wanted;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const matches = compilePattern(wanted);
  const compiled: CompiledMatcher = op === '=~' ? matches : (value) => !matches(value);
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(key, compiled);
  return compiled;
}
