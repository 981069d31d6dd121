// Small pieces of sentences: lists, counts, quotations. Decides nothing.

/** `a`, `a and b`, `a, b and c`. */
export function listing(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** `1 request`, `3 requests`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** At most `limit` characters on one line, cut with `…`. */
export function shortened(text: string, limit = 120): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}

/** A label value in quotes; a long one, such as the text of a function, is cut. */
export function quotedValue(value: string | undefined): string {
  return JSON.stringify(value !== undefined && value.length > 80 ? `${value.slice(0, 79)}…` : value);
}

/** `http_requests_total{method="GET", path="/cart"}`; labels in alphabetical order, as Prometheus shows them. */
export function seriesText(metric: string, labels: Readonly<Record<string, string>>): string {
  const names = Object.keys(labels).toSorted();
  const pairs = names.map((name) => `${name}=${quotedValue(labels[name])}`);
  return pairs.length === 0 ? metric : `${metric}{${pairs.join(', ')}}`;
}

/** The last lines of output, indented under a sentence; nothing where there is no output. */
export function outputText(lines: readonly string[], count = 8): string | undefined {
  const shown = lines.filter((line) => line.trim() !== '').slice(-count);
  return shown.length === 0 ? undefined : shown.map((line) => shortened(line, 200)).join('\n');
}
