// match and reReplaceAll, with the regular expressions of Go.
import { RE2JS, RE2JSSyntaxException } from 're2js';
import { expandReferences } from '../../model/regex-references.ts';
import { CallError, type Budget } from '../values/signature.ts';

function compile(pattern: string, wrap: (problem: string) => string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    throw new CallError(wrap(error.message));
  }
}

/** Whether a pattern is found anywhere in a text. */
export function isFound(pattern: string, text: string): boolean {
  return compile(pattern, (problem) => problem)
    .matcher(text)
    .find();
}

/** Every match replaced; `$1` in the replacement is the first group. */
export function replaceAll(pattern: string, replacement: string, text: string, budget: Budget): string {
  const regex = compile(pattern, (problem) => `regexp: Compile(${quotedPattern(pattern)}): ${problem}`);
  const match = regex.matcher(text);
  let result = '';
  let last = 0;
  let isFirst = true;
  while (match.find()) {
    budget.step();
    const start = match.start();
    const end = match.end();
    // In Go, nothing is found where the match before it has just ended.
    if (start === end && start === last && !isFirst) continue;
    isFirst = false;
    const replaced = expandReferences(replacement, match, regex);
    budget.text(start - last + replaced.length);
    result += text.slice(last, start) + replaced;
    last = end;
  }
  return result + text.slice(last);
}

function quotedPattern(pattern: string): string {
  return pattern.includes('`') ? JSON.stringify(pattern) : `\`${pattern}\``;
}
