// Runs one test of a file: loads the samples step by step, evaluates all groups at each step, and compares the alerts of
// that step and, at the end, the results of the expressions (cmd/promtool/unittest.go, testGroup.test).
import { formatDuration, type QueryOptions } from '../../promql/index.ts';
import { evaluateRule } from '../../rules/evaluate/rule.ts';
import type { GroupDoors } from '../../rules/group/doors.ts';
import { RunningGroup } from '../../rules/group/running.ts';
import type { RuleFileProblem } from '../../rules/file/index.ts';
import type { RuleGroup } from '../../rules/model/rule.ts';
import type { TestFailure } from '../model/report.ts';
import type { AlertTest, TestFile, TestGroup } from '../model/test-file.ts';
import { testAlerts } from './alerts.ts';
import { testExpression } from './expressions.ts';
import { HistogramSamples, NO_HISTOGRAMS } from './histogram-samples.ts';
import { readInput } from './input.ts';
import { TestSamples } from './samples.ts';

/** promtool's engine holds so many samples at once, and no more. */
const MAX_QUERY_SAMPLES = 10_000;

export interface TestRun {
  readonly file: Pick<TestFile, 'evaluationIntervalMs' | 'isFuzzy'>;
  /** The groups in the order in which they are evaluated, or why there are none. */
  readonly rules:
    | { readonly status: 'ok'; readonly groups: readonly RuleGroup[] }
    | { readonly status: 'error'; readonly problems: readonly RuleFileProblem[] };
  /** Lets other work through; rejects where the run is given up. */
  readonly rest: () => Promise<void>;
}

/** Runs a test and gives everything that is wrong. */
export async function runTest(test: TestGroup, { file, rules, rest }: TestRun): Promise<TestFailure[]> {
  const input = readInput(test.inputSeries);
  if (input.status === 'error') return [{ kind: 'bad-test', line: input.line, message: input.message }];
  if (rules.status === 'error') return [{ kind: 'rule-files', line: test.line, problems: rules.problems }];
  const nameless = test.alertTests.find(({ alertname }) => alertname === '');
  if (nameless !== undefined) return [missingName(test, nameless)];
  const { startMs, intervalMs } = test;
  const samples = new TestSamples(input.numbers, startMs, intervalMs);
  const histograms = new HistogramSamples(input.histograms, startMs, intervalMs);
  const options: QueryOptions = {
    maxSamples: MAX_QUERY_SAMPLES,
    defaultSubqueryStepMs: file.evaluationIntervalMs,
  };
  const timeline = new Timeline(test, samples, histograms, options, rest);
  const failures = await timeline.run(rules.groups, file.evaluationIntervalMs);
  if (failures.some(({ kind }) => kind === 'rule-error')) return failures;
  for (const one of test.exprTests) {
    const failure = testExpression(one, startMs, file.isFuzzy, { samples, histograms, options });
    if (failure !== undefined) failures.push(failure);
    await rest();
  }
  return failures;
}

function missingName({ name }: TestGroup, { line, evalTimeMs }: AlertTest): TestFailure {
  const where = name === '' ? '' : ` (in TestGroup ${name})`;
  const what = 'an item under alert_rule_test misses required attribute alertname';
  return { kind: 'bad-test', line, message: `${what} at eval_time ${formatDuration(evalTimeMs)}${where}` };
}

class Timeline {
  readonly #test: TestGroup;
  readonly #samples: TestSamples;
  readonly #doors: GroupDoors;
  #nowMs = 0;

  constructor(
    test: TestGroup,
    samples: TestSamples,
    histograms: HistogramSamples,
    options: QueryOptions,
    rest: () => Promise<void>,
  ) {
    this.#test = test;
    this.#samples = samples;
    const { externalLabels, externalUrl } = test;
    const env = { samples: histograms.watch(samples), externalLabels, externalUrl, options };
    this.#doors = {
      evaluate: (rule, moment) => {
        const outcome = evaluateRule(rule, moment, env);
        if (histograms.takeAsked()) return { status: 'failed', reason: 'execution', message: NO_HISTOGRAMS };
        return outcome;
      },
      commit: (batch) => samples.commit(batch),
      samples,
      onAlerts: () => undefined,
      externalUrl: () => externalUrl,
      now: () => this.#nowMs,
      stopwatch: () => 0,
      rest,
      onEvaluated: () => undefined,
      onFault: (error) => {
        throw error;
      },
      log: () => undefined,
    };
  }

  /** Evaluates the groups at each step up to the last time that the test names. It ends where a rule fails. */
  async run(groups: readonly RuleGroup[], stepMs: number): Promise<TestFailure[]> {
    const { startMs, alertTests, exprTests } = this.#test;
    const running = groups.map((group) => new RunningGroup(group, this.#doors, true));
    const lastMs = [...alertTests, ...exprTests].reduce(
      (last, { evalTimeMs }) => Math.max(last, evalTimeMs),
      0,
    );
    const pending = alertTests.toSorted((a, b) => a.evalTimeMs - b.evalTimeMs);
    const failures: TestFailure[] = [];
    for (let sinceMs = 0; sinceMs <= lastMs; sinceMs += stepMs) {
      this.#nowMs = startMs + sinceMs;
      const refusal = this.#samples.loadUntil(this.#nowMs);
      if (refusal === undefined) {
        const errors = await this.#evaluate(running);
        if (errors.length > 0) return [...failures, ...errors];
      } else {
        failures.push({ kind: 'bad-test', line: this.#test.line, message: refusal });
      }
      while ((pending[0]?.evalTimeMs ?? Infinity) < sinceMs + stepMs) {
        const test = pending.shift();
        const failure = test === undefined ? undefined : testAlerts(test, running);
        if (failure !== undefined) failures.push(failure);
      }
    }
    return failures;
  }

  async #evaluate(groups: readonly RunningGroup[]): Promise<TestFailure[]> {
    const errors: TestFailure[] = [];
    for (const group of groups) {
      await group.evaluate(this.#nowMs);
      for (const { rule, lastError } of group.view().rules) {
        if (lastError === '') continue;
        errors.push({
          kind: 'rule-error',
          line: this.#test.line,
          rule: rule.name,
          ruleFile: group.group.file,
          ruleLine: rule.line,
          timeMs: this.#nowMs,
          message: lastError,
        });
      }
    }
    return errors;
  }
}
