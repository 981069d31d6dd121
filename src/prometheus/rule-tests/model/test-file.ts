// A file of unit tests for rules as promtool reads it (cmd/promtool/unittest.go, unitTestFile).

/** A text and the line where it is, 1-based. */
export interface Located {
  readonly text: string;
  readonly line: number;
}

export interface TestFile {
  /** Patterns; relative ones start at the folder of the file. */
  readonly ruleFiles: readonly Located[];
  readonly evaluationIntervalMs: number;
  readonly groupEvalOrder: readonly Located[];
  /** Whether values may differ by one unit in the last place. */
  readonly isFuzzy: boolean;
  readonly tests: readonly TestGroup[];
}

export interface TestGroup {
  readonly line: number;
  /** Empty where the file gives none. */
  readonly name: string;
  readonly intervalMs: number;
  readonly inputSeries: readonly InputSeries[];
  readonly alertTests: readonly AlertTest[];
  readonly exprTests: readonly ExprTest[];
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly externalUrl: string;
  /** When the first samples are, in milliseconds since the Unix epoch. */
  readonly startMs: number;
}

export interface InputSeries {
  readonly line: number;
  readonly series: string;
  readonly values: string;
}

export interface AlertTest {
  readonly line: number;
  readonly evalTimeMs: number;
  readonly alertname: string;
  readonly expected: readonly ExpectedAlert[];
}

export interface ExpectedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ExprTest {
  readonly line: number;
  readonly expr: string;
  readonly evalTimeMs: number;
  readonly expected: readonly ExpectedSample[];
}

export interface ExpectedSample {
  readonly line: number;
  /** In the notation of series; empty is a sample without labels. */
  readonly labels: string;
  readonly value: number;
  /** In the notation of native histograms; empty where a number is expected. */
  readonly histogram: string;
}
