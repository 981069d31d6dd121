// Which tests are run: those whose name contains a match of a pattern (`--run`).
import { RE2JS, RE2JSSyntaxException } from 're2js';

/** Whether a test is run, by its name as the file gives it. @throws {RE2JSSyntaxException} */
export function selectNames(patterns: readonly string[] | undefined): (name: string) => boolean {
  if (patterns === undefined) return () => true;
  const pattern = RE2JS.compile(patterns.join('|'));
  return (name) => pattern.matcher(name).find();
}

/** What is wrong with such patterns, undefined where they are fine. */
export function faultOfNames(patterns: readonly string[]): string | undefined {
  try {
    selectNames(patterns);
    return undefined;
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return error.message;
    throw error;
  }
}
