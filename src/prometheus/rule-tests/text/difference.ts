// What a test expects and what it got as one text: a line with - is expected and missing, one with + is there instead.
import { quote } from '../../promql/text/strings.ts';
import type { TestFailure } from '../model/report.ts';
import type { ExpectedAlert } from '../model/test-file.ts';
import { formatSample } from './failure.ts';

type Texts = Readonly<Record<string, string>>;

/** The difference, a line each; undefined where there is nothing to compare. */
export function formatDifference(failure: TestFailure): string | undefined {
  if (failure.kind === 'alerts') return alertLines(failure.expected, failure.got).join('\n');
  if (failure.kind !== 'samples') return undefined;
  const lines = sampleLines(failure.expected.map(formatSample), failure.got.map(formatSample));
  return lines.join('\n');
}

/** The part of a sample before its value. */
const labelsOf = (text: string): string => text.slice(0, text.indexOf('} ') + 1);

/** Both lists are in order of their labels: those in both are told once. */
function sampleLines(expected: readonly string[], got: readonly string[]): string[] {
  const found = new Set(got);
  const wanted = new Set(expected);
  const lines = [
    ...expected.map((text) => ({ text, mark: found.has(text) ? ' ' : '-' })),
    ...got.filter((text) => !wanted.has(text)).map((text) => ({ text, mark: '+' })),
  ];
  // Samples with the same labels beside one another, whatever their values.
  return lines
    .toSorted((a, b) =>
      labelsOf(a.text) < labelsOf(b.text) ? -1 : labelsOf(a.text) > labelsOf(b.text) ? 1 : 0,
    )
    .map(({ text, mark }) => `${mark} ${text}`);
}

function alertLines(expected: readonly ExpectedAlert[], got: readonly ExpectedAlert[]): string[] {
  const partners = pairAlerts(expected, got);
  const paired = new Set(partners.values());
  const left = got.filter((alert) => !paired.has(alert));
  const pairs = [
    ...expected.map((alert) => ({ expected: alert, got: partners.get(alert) })),
    ...left.map((alert) => ({ expected: undefined, got: alert })),
  ];
  return pairs.flatMap((pair) => [
    `${pair.got === undefined ? '-' : pair.expected === undefined ? '+' : ' '} alert`,
    ...textLines('labels', pair.expected?.labels, pair.got?.labels),
    ...textLines('annotations', pair.expected?.annotations, pair.got?.annotations),
  ]);
}

/** Which alert is told beside which: those that have most labels in common first. */
function pairAlerts(
  expected: readonly ExpectedAlert[],
  got: readonly ExpectedAlert[],
): ReadonlyMap<ExpectedAlert, ExpectedAlert> {
  const isLonely = expected.length === 1 && got.length === 1;
  const candidates = expected
    .flatMap((wanted) => got.map((found) => ({ wanted, found, common: commonLabels(wanted, found) })))
    // The name of the alert is in all of them.
    .filter(({ common }) => common > 1 || isLonely)
    .toSorted((a, b) => b.common - a.common);
  const partners = new Map<ExpectedAlert, ExpectedAlert>();
  const taken = new Set<ExpectedAlert>();
  for (const { wanted, found } of candidates) {
    if (partners.has(wanted) || taken.has(found)) continue;
    partners.set(wanted, found);
    taken.add(found);
  }
  return partners;
}

function commonLabels(a: ExpectedAlert, b: ExpectedAlert): number {
  return Object.entries(a.labels).filter(([name, value]) => b.labels[name] === value).length;
}

function textLines(title: string, expected: Texts = {}, got: Texts = {}): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(got)])].toSorted();
  if (names.length === 0) return [];
  const lines = names.flatMap((name) => {
    const [wanted, found] = [expected[name], got[name]];
    if (wanted === found) return [`      ${name}: ${quote(wanted ?? '')}`];
    return [
      ...(wanted === undefined ? [] : [`-     ${name}: ${quote(wanted)}`]),
      ...(found === undefined ? [] : [`+     ${name}: ${quote(found)}`]),
    ];
  });
  return [`    ${title}:`, ...lines];
}
