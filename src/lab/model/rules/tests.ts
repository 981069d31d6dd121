// What an examination of unit tests for rules is asked for, and what it finds: whether they pass, whether they prove
// anything, and which mistakes in the rules they would not notice.

export interface RuleTestsAsked {
  /** Absolute paths of files in promtool's format. */
  readonly testFiles: readonly string[];
  /** Timelines in the notation of `load`: a mistake that changes nothing in any of them need not be noticed. */
  readonly timelines: readonly string[];
}

/** A mistake that is put into rules. */
export type RuleMistake =
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

/** Rules with a mistake that no test notices. */
export interface SurvivingMutant {
  readonly kind: RuleMistake;
  /** The name of the alert, or of what is recorded. */
  readonly rule: string;
  /** Absolute. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** What is changed, in the notation of rule files; `is` is empty where something is removed. */
  readonly was: string;
  readonly is: string;
  /** The line before and after, without indentation; `after` is empty where the line is removed. */
  readonly before: string;
  readonly after: string;
}

/** Why a test that passes proves nothing. Lines are in the test file, 1-based; times in ms from the start of the test. */
export type VacuousTest =
  | { readonly kind: 'no-tests' }
  | { readonly kind: 'no-expectation'; readonly line: number }
  | {
      readonly kind: 'alert-unknown';
      readonly line: number;
      readonly alertname: string;
      readonly alerts: readonly string[];
    }
  | { readonly kind: 'rule-untested'; readonly rule: string; readonly isAlert: boolean }
  | {
      readonly kind: 'after-the-data';
      readonly line: number;
      readonly evalTimeMs: number;
      readonly endMs: number;
    }
  | {
      readonly kind: 'before-for';
      readonly line: number;
      readonly alertname: string;
      readonly evalTimeMs: number;
      readonly forMs: number;
    }
  | { readonly kind: 'only-silent'; readonly alertname: string };

/** Files are absolute, lines 1-based, messages in promtool's words. */
export type RuleTestsExamination =
  | { readonly status: 'unreadable'; readonly file: string; readonly line?: number; readonly message: string }
  /** The timeline of that index is wrong. */
  | {
      readonly status: 'bad-timeline';
      readonly index: number;
      readonly line: number;
      readonly message: string;
    }
  | { readonly status: 'bad-rules'; readonly file: string; readonly line?: number; readonly message: string }
  /** The tests name no rules, or only patterns that match no file. */
  | { readonly status: 'no-rules'; readonly patterns: readonly string[] }
  | {
      readonly status: 'failed';
      readonly file: string;
      readonly line: number;
      readonly test: string;
      readonly message: string;
      /** How many expectations fail in all. */
      readonly failures: number;
      readonly ruleFiles: readonly string[];
    }
  | {
      readonly status: 'vacuous';
      readonly file: string;
      readonly why: VacuousTest;
      readonly ruleFiles: readonly string[];
    }
  | {
      readonly status: 'examined';
      readonly tests: number;
      readonly ruleFiles: readonly string[];
      /** How many mistakes the tests noticed. */
      readonly killed: number;
      readonly survivors: readonly SurvivingMutant[];
    };
