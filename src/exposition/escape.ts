// Backslashes: the three escapes of label values, the two of HELP in the text format, in both directions.

const unescapes: Record<string, string> = { '\\\\': '\\', '\\"': '"', '\\n': '\n' };

/** Label values, quoted names, and HELP of OpenMetrics: `\\`, `\"`, `\n`. Other backslashes stay, as in Prometheus. */
export function unescapeQuoted(text: string): string {
  return text.includes('\\') ? text.replace(/\\[\\"n]/g, (pair) => unescapes[pair] ?? pair) : text;
}

/** HELP of the text format: `\\` and `\n`. */
export function unescapeHelp(text: string): string {
  return text.includes('\\') ? text.replace(/\\[\\n]/g, (pair) => unescapes[pair] ?? pair) : text;
}

/** The inverse of {@link unescapeQuoted}. */
export function escapeQuoted(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}

/** The inverse of {@link unescapeHelp}. */
export function escapeHelp(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
}

/**
 * The index of the quote that closes the one at `from`, or -1 if none does before `end`. A loop and
 * not a regular expression: those run out of stack on a value of some megabytes.
 */
export function findClosingQuote(text: string, from: number, end = text.length): number {
  for (let i = from + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 0x22) return i;
    if (code === 0x5c) i++;
  }
  return -1;
}
