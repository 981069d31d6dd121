// What is written in the same way in every language: label values, series, output.
import { shortened } from '../../checks/facts/wording.ts';

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
