// What is changed in rules to find out whether their tests would notice.
import type { SeriesSamples, TimestampMs } from '../../model/samples.ts';
import type { Rule } from '../../rules/model/rule.ts';

/** What a mutant does to the rules. */
export type MutantKind =
  | 'for-removed'
  | 'for-doubled'
  | 'keep-firing-removed'
  | 'comparison-flipped'
  | 'threshold-raised'
  | 'threshold-lowered'
  | 'label-removed'
  | 'grouping-lost'
  | 'operator-swapped'
  | 'window-shortened'
  | 'matcher-removed';

/** Where a rule is: file, group and place in the group name it, whatever the interval that it was loaded with. */
export interface RulePlace {
  readonly file: string;
  readonly group: string;
  /** 0-based. */
  readonly index: number;
}

/** A rule that takes the place of another. */
export interface RuleChange extends RulePlace {
  readonly rule: Rule;
}

/** Rules with one mistake in them. */
export interface Mutant {
  readonly kind: MutantKind;
  /** The rule that is changed, or the first of them. */
  readonly rule: Rule;
  readonly file: string;
  /** What is changed, in the notation of rule files; `is` is empty where something is removed. */
  readonly was: string;
  readonly is: string;
  readonly changes: readonly RuleChange[];
}

/** A mutant as it looks in the file of the rules. */
export interface ShownMutant {
  readonly kind: MutantKind;
  /** The name of the alert, or of what is recorded. */
  readonly rule: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly was: string;
  readonly is: string;
  /** The line before and after the change, without the indentation; `after` is empty where the line is removed. */
  readonly before: string;
  readonly after: string;
}

/** Samples over which a mutant and the rules may differ. */
export interface Probe {
  readonly series: readonly SeriesSamples[];
  readonly startMs: TimestampMs;
  readonly endMs: TimestampMs;
}
