// What is wrong with the rules that Prometheus loads, as facts. `words/en/alerts/rules.ts` words them.
import type { FileLine, SourceLine } from './places.ts';

/** `file`: the rule file; `patterns`: what `rule_files` of `config` has. */
interface Unlisted {
  readonly config: string;
  readonly file: string;
  readonly patterns: readonly string[];
}

/** The parameters of each. */
export interface RuleFacts {
  /** `isNested`: it is below another key. `line`: where it is, if it is there at all. */
  'rule-files-missing': {
    readonly file: string;
    readonly isNested: boolean;
    readonly line: number | undefined;
  };
  'rule-files-not-a-list': SourceLine;
  /** Prometheus does not take the pattern. */
  'rule-pattern-invalid': { readonly at: FileLine; readonly pattern: string };
  /** The file is there, and no pattern fits it. */
  'rule-file-not-listed': Unlisted;
  /** The file is not there. */
  'rule-file-missing': Unlisted;
  /** The file is loaded and has no rule. */
  'rules-missing': { readonly file: string };
  /** `said`: Prometheus's words. */
  'rules-rejected': { readonly file: string; readonly line: number | undefined; readonly said: string };
  'rules-not-simulated': { readonly said: string };
  'rules-too-heavy': { readonly file: string; readonly why: 'time' | 'work' | 'memory' };
  /** An evaluation fails; `said`: Prometheus's words. */
  'rule-fails': { readonly rule: string; readonly at: FileLine; readonly said: string };

  /** The files have these rules, and the Prometheus at `url`, which cannot be told to reload, does not. */
  'rules-not-loaded': { readonly rules: readonly string[]; readonly url: string };
  'rule-unhealthy': { readonly rule: string; readonly said: string };
}

/** The code of each, held against the list of codes. */
export const ruleFactCodes = {
  'rule-files-missing': 'rule-files-missing',
  'rule-files-not-a-list': 'rule-files-not-a-list',
  'rule-pattern-invalid': 'rule-pattern-invalid',
  'rule-file-not-listed': 'rule-file-not-listed',
  'rule-file-missing': 'rule-file-missing',
  'rules-missing': 'rules-missing',
  'rules-rejected': 'rules-rejected',
  'rules-not-simulated': 'rules-not-simulated',
  'rules-too-heavy': 'rules-too-heavy',
  'rule-fails': 'rule-fails',
  'rules-not-loaded': 'rules-not-loaded',
  'rule-unhealthy': 'rule-unhealthy',
} as const;
