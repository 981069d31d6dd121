// What only a check of the kind rule-values finds. `words/en/alerts/records.ts` words it.
import type { FileLine } from '../../facts/prometheus/places.ts';
import { verdictsOf } from '../../facts/verdicts.ts';

/** A recording rule, and where it is. */
interface OfRule {
  readonly rule: string;
  readonly at: FileLine;
  /** What should be recorded. */
  readonly about: string;
}

/** One recorded value that is not as it should be. Values as text, because JSON has no NaN; undefined is no series. */
export interface ValueDiffers extends OfRule {
  /** What the world shows. */
  readonly here: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly expected: string | undefined;
  readonly observed: readonly string[];
}

export interface RuleValuesPasses {
  'rules-recorded': { readonly rules: readonly string[]; readonly worlds: number };
}

export interface RuleValuesFails {
  'not-recorded': { readonly about: string; readonly file: string; readonly recorded: readonly string[] };
  'record-name-shape': OfRule & { readonly colons: number };
  'record-name-total': OfRule;
  /** `labels`: those that the level lacks. */
  'record-name-level': OfRule & { readonly level: string; readonly labels: readonly string[] };
  /** `windows`: of the expression; `operations`: the last part of the name. */
  'record-window-mismatch': OfRule & {
    readonly operations: string;
    readonly windows: readonly string[];
    readonly isNamed: boolean;
  };
  'interval-too-long/record': OfRule & { readonly intervalMs: number; readonly windowMs: number };
  'rate-of-recorded-sum': ValueDiffers;
  'average-of-averages': ValueDiffers;
  'zero-lost': ValueDiffers;
  'windows-differ': ValueDiffers & { readonly windows: readonly string[] };
  'recorded-labels': ValueDiffers & { readonly by: readonly string[] };
  'recorded-values-differ': ValueDiffers;
}

export const verdicts = verdictsOf<RuleValuesPasses, RuleValuesFails>({
  'not-recorded': 'not-recorded',
  'record-name-shape': 'record-name-shape',
  'record-name-total': 'record-name-total',
  'record-name-level': 'record-name-level',
  'record-window-mismatch': 'record-window-mismatch',
  'interval-too-long/record': 'interval-too-long',
  'rate-of-recorded-sum': 'rate-of-recorded-sum',
  'average-of-averages': 'average-of-averages',
  'zero-lost': 'zero-lost',
  'windows-differ': 'windows-differ',
  'recorded-labels': 'recorded-labels',
  'recorded-values-differ': 'recorded-values-differ',
});
export const { passed, failed } = verdicts;
