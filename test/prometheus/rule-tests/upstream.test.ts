// The verdicts of promtool over its own test data, where that lies beside the repository.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

import { loadRuleFile } from '../../../src/prometheus/rules/file/index.ts';
import {
  formatTestReport,
  runTestFile,
  type TestRunOptions,
} from '../../../src/prometheus/rule-tests/index.ts';

const shared = fileURLToPath(new URL('../../../../shared/promtool', import.meta.url));

const ALL: TestRunOptions = {};
const run = (...names: string[]): TestRunOptions => ({ run: names });

describe.skipIf(!existsSync(shared))("Prometheus's test files", () => {
  test.each([
    ['unittest', 'passed', ALL],
    ['long-period', 'passed', ALL],
    ['no-test-group-interval', 'passed', ALL],
    ['start-time-test', 'passed', ALL],
    ['at-modifier-test', 'passed', ALL],
    ['negative-offset-test', 'passed', ALL],
    ['bad-input-series', 'failed', ALL],
    ['bad-promql', 'failed', ALL],
    ['bad-rules-syntax-test', 'failed', ALL],
    ['bad-rules-error-test', 'failed', ALL],
    ['failing', 'failed', ALL],
    ['rules_run', 'failed', ALL],
    ['rules_run', 'passed', run('correct')],
    ['rules_run', 'failed', run('wrong')],
    ['rules_run', 'failed', run('correct', 'wrong')],
    ['rules_run_extrafields', 'failed', ALL],
    ['rules_run_extrafields', 'passed', { ignoresUnknownFields: true }],
    ['rules_run_fuzzy', 'passed', run('correct')],
    ['rules_run_fuzzy', 'failed', run('wrong')],
    ['rules_run_no_fuzzy', 'failed', ALL],
  ] as const)('%s: %s %j', async (name, status, options) => {
    const report = await runTestFile(join(shared, `${name}.yml`), options);
    expect(report.status, formatTestReport(report)).toBe(status);
  });

  test.each([
    ['rules', 'ok'],
    ['rules_duplicates', 'ok'],
    ['prometheus-rules.lint', 'ok'],
    ['bad-rules-error', 'ok'],
    ['rules-bad', 'error'],
    ['bad-rules-syntax', 'error'],
    ['rules_extrafields', 'error'],
  ])('%s: %s', async (name, status) => {
    const options = { evaluationIntervalMs: 60_000, queryOffsetMs: 0 };
    expect(await loadRuleFile(join(shared, `${name}.yml`), options)).toMatchObject({ status });
  });
});
