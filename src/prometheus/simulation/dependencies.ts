// Which rules read what which rules write, found from the matchers alone.
import { compileMatcher } from '../model/matcher.ts';
import { METRIC_NAME, type Matcher } from '../model/samples.ts';
import type { Rule } from '../rules/model/rule.ts';
import { canCoincide, type PlannedRule } from './schedule.ts';
import { readingsOf, type Reading } from './selectors.ts';

export interface Dependencies {
  /** The rules whose series it may read. */
  readonly reads: readonly PlannedRule[];
  /** Of these, those that must be evaluated together with it, moment by moment. */
  readonly together: readonly PlannedRule[];
  /** Whether its expression can be evaluated over the whole timeline at once. */
  readonly canSlide: boolean;
}

/** A label that depends on the sample: any value, or none. */
const UNKNOWN = Symbol('unknown');
type KnownLabels = ReadonlyMap<string, string | typeof UNKNOWN>;

export function dependenciesOf(reader: PlannedRule, all: readonly PlannedRule[]): Dependencies {
  const { selectors, canSlide } = readingsOf(reader.rule.expr);
  const { queryOffsetMs } = reader.group;
  const readings: readonly Reading[] = hasQueryInLabels(reader.rule)
    ? // Its labels may come from any series, as it is at the moment of the evaluation.
      [...selectors, { matchers: [], behindMs: -queryOffsetMs }]
    : selectors;
  const reads: PlannedRule[] = [];
  const together: PlannedRule[] = [];
  for (const writer of all) {
    const behind = readings.filter(({ matchers }) => mayMatch(matchers, writer.rule));
    if (behind.length === 0) continue;
    reads.push(writer);
    // How much older the youngest sample that it reads is than the youngest that was written by then.
    const lagMs =
      Math.min(...behind.map(({ behindMs }) => behindMs)) + queryOffsetMs - writer.group.queryOffsetMs;
    const isBefore = writer.order < reader.order || !canCoincide(writer.schedule, reader.schedule);
    if (lagMs < 0 || (lagMs === 0 && !isBefore)) together.push(writer);
  }
  return { reads, together, canSlide };
}

function hasQueryInLabels({ kind, labels }: Rule): boolean {
  return (
    kind === 'alerting' && Object.values(labels).some((text) => isTemplate(text) && /\bquery\b/.test(text))
  );
}

export function isTemplate(text: string): boolean {
  return text.includes('{{');
}

function mayMatch(matchers: readonly Matcher[], rule: Rule): boolean {
  return yields(rule).some((labels) =>
    matchers.every((matcher) => {
      const value = labels.get(matcher.name) ?? UNKNOWN;
      return value === UNKNOWN || compileMatcher(matcher)(value);
    }),
  );
}

/** The labels that are known of all series that a rule writes. */
function yields(rule: Rule): readonly KnownLabels[] {
  const labels = new Map<string, string | typeof UNKNOWN>(
    Object.entries(rule.labels).map(([name, text]) => [
      name,
      rule.kind === 'alerting' && isTemplate(text) ? UNKNOWN : text,
    ]),
  );
  if (rule.kind === 'recording') return [new Map([...labels, [METRIC_NAME, rule.name]])];
  labels.set('alertname', rule.name);
  return ['pending', 'firing']
    .map((state) => new Map([...labels, [METRIC_NAME, 'ALERTS'], ['alertstate', state]]))
    .concat(new Map([...labels, [METRIC_NAME, 'ALERTS_FOR_STATE']]));
}
