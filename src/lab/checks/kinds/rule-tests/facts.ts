// What only a check of the kind rule-tests finds. `words/en/verdicts/` words it.
import type { RuleMistake, SurvivingMutant } from '../../../model/rules/tests.ts';
import { verdictsOf } from '../../facts/verdicts.ts';

/** A place in a file of the workspace. */
interface At {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** In promtool's words. `line`: 1-based, undefined where the whole file is meant. */
interface Said {
  readonly file: string;
  readonly line: number | undefined;
  readonly said: string;
}

/** The parameters of each mistake. */
export interface RuleTestsFails {
  'tests-file-missing': { readonly file: string };
  'rules-of-tests-missing': { readonly file: string };
  /** The file is no YAML, or has keys or values that promtool does not take. */
  'tests-unreadable': Said;
  'tested-rules-unreadable': Said;
  /** `patterns`: what `rule_files` of the tests names; none where it is missing. */
  'tests-without-rules': { readonly file: string; readonly patterns: readonly string[] };
  /** The tests are about other rules than those of `rules`. */
  'tests-of-other-rules': { readonly file: string; readonly rules: string };
  /** `more`: how many other expectations fail. */
  /** `rules`: a rule file that only the tests load (`isTested`), or only Prometheus. */
  'tests-and-config-differ': {
    readonly file: string;
    readonly rules: string;
    readonly isTested: boolean;
  };
  'tests-fail': At & { readonly test: string; readonly said: string; readonly more: number };
  'tests-empty': { readonly file: string };
  'test-expects-nothing': At;
  'test-of-unknown-alert': At & { readonly alertname: string; readonly alerts: readonly string[] };
  'rule-untested': { readonly rule: string; readonly isAlert: boolean; readonly file: string };
  'test-after-the-data': At & { readonly evalTime: string; readonly end: string };
  'test-before-for': At & {
    readonly alertname: string;
    readonly evalTime: string;
    readonly holdTime: string;
  };
  'alert-never-expected': { readonly alertname: string; readonly file: string };
  /** `others`: how many more mistakes no test notices. `killed`: how many are noticed. */
  'mistake-unnoticed': Omit<SurvivingMutant, 'kind'> & {
    readonly mistake: RuleMistake;
    readonly others: number;
    readonly killed: number;
  };
  /** They need far more than tests of a few rules do. */
  'tests-too-heavy': { readonly file: string; readonly why: 'time' | 'work' | 'memory' };
}

/** What is right: the parameters of each. */
export interface RuleTestsPasses {
  /** `killed`: mistakes in the rules that the tests notice. */
  'rules-tested': { readonly file: string; readonly tests: number; readonly killed: number };
}

export const verdicts = verdictsOf<RuleTestsPasses, RuleTestsFails>({
  'tests-file-missing': 'tests-missing',
  'rules-of-tests-missing': 'tested-rules-missing',
  'tests-unreadable': 'tests-syntax',
  'tested-rules-unreadable': 'tested-rules-syntax',
  'tests-without-rules': 'tests-without-rules',
  'tests-of-other-rules': 'tests-of-other-rules',
  'tests-and-config-differ': 'tests-of-other-rules',
  'tests-fail': 'tests-fail',
  'tests-empty': 'tests-missing',
  'test-expects-nothing': 'test-without-expectation',
  'test-of-unknown-alert': 'alert-unknown',
  'rule-untested': 'rule-untested',
  'test-after-the-data': 'test-after-data',
  'test-before-for': 'test-before-for',
  'alert-never-expected': 'only-happy-path',
  'mistake-unnoticed': ({ mistake }) => UNNOTICED[mistake],
  'tests-too-heavy': 'tests-too-heavy',
});
export const { passed, failed } = verdicts;

const UNNOTICED = {
  'for-removed': 'for-untested',
  'for-doubled': 'for-untested',
  'keep-firing-removed': 'keep-firing-untested',
  'comparison-flipped': 'comparison-untested',
  'threshold-raised': 'threshold-untested',
  'threshold-lowered': 'threshold-untested',
  'label-removed': 'label-untested',
  'grouping-lost': 'grouping-untested',
  'operator-swapped': 'operator-untested',
  'window-shortened': 'window-untested',
  'matcher-removed': 'selector-untested',
} as const;
