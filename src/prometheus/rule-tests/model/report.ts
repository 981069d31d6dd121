// What the tests of a file came to.
import type { RuleFileProblem } from '../../rules/file/index.ts';
import type { ExpectedAlert } from './test-file.ts';

export interface TestFileReport {
  /** As it was given. */
  readonly file: string;
  readonly status: 'passed' | 'failed';
  /** What is wrong with the file itself; no test was run then. */
  readonly problems: readonly TestFileProblem[];
  /** What promtool warns of: patterns that match no file, rule files with several documents. */
  readonly warnings: readonly string[];
  /** Those that `run` selects, in order. */
  readonly tests: readonly TestReport[];
}

/** One error of a test file, in promtool's words. */
export interface TestFileProblem {
  /** 1-based; absent where the file could not be read. */
  readonly line?: number;
  readonly message: string;
}

export interface TestReport {
  /** `unnamed#0` and so on where the file gives none. */
  readonly name: string;
  /** Where the test begins, 1-based. */
  readonly line: number;
  readonly status: 'passed' | 'failed';
  readonly failures: readonly TestFailure[];
}

export interface ReportedSample {
  /** `{__name__="up", job="shop"}` */
  readonly labels: string;
  /** A number as `1E+00`, or a native histogram. */
  readonly value: string;
}

/** One reason why a test fails. `line` is in the test file, 1-based. */
export type TestFailure =
  | {
      readonly kind: 'alerts';
      readonly line: number;
      readonly alertname: string;
      readonly evalTimeMs: number;
      readonly expected: readonly ExpectedAlert[];
      readonly got: readonly ExpectedAlert[];
    }
  | {
      readonly kind: 'samples';
      readonly line: number;
      readonly expr: string;
      readonly evalTimeMs: number;
      readonly expected: readonly ReportedSample[];
      readonly got: readonly ReportedSample[];
    }
  /** An expression that cannot be evaluated, or an expected sample that cannot be read. */
  | {
      readonly kind: 'expr-error';
      readonly line: number;
      readonly expr: string;
      readonly evalTimeMs: number;
      readonly message: string;
    }
  | {
      readonly kind: 'rule-error';
      /** Of the test. */
      readonly line: number;
      readonly rule: string;
      readonly ruleFile: string;
      readonly ruleLine: number;
      readonly timeMs: number;
      readonly message: string;
    }
  | {
      readonly kind: 'rule-files';
      readonly line: number;
      readonly problems: readonly RuleFileProblem[];
    }
  /** A series that cannot be read, or an alert test without the name of the alert. */
  | { readonly kind: 'bad-test'; readonly line: number; readonly message: string };
