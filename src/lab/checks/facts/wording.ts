// How much of a text is shown.

/** At most `limit` characters on one line, cut with `…`. */
export function shortened(text: string, limit = 120): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}
