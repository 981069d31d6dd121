// Why a test fails, in the words and the form of promtool.
import { formatDuration } from '../../../durations.ts';
import { Labels } from '../../model/samples.ts';
import { formatLabels } from '../../promql/text/labels.ts';
import { quote } from '../../promql/text/strings.ts';
import { formatRuleProblems } from '../../rules/file/index.ts';
import type { ReportedSample, TestFailure, TestReport } from '../model/report.ts';
import type { ExpectedAlert } from '../model/test-file.ts';
import { unreachable } from '../../../unreachable.ts';

const INDENT = ' '.repeat(12);

/** The message of promtool. `name` is that of the test where the file gives one. */
export function formatFailure(failure: TestFailure, { name }: Pick<TestReport, 'name'>): string {
  switch (failure.kind) {
    case 'alerts': {
      const test = /^unnamed#\d+$/.test(name) ? '' : `    name: ${name},\n`;
      const what = `    alertname: ${failure.alertname}, time: ${formatDuration(failure.evalTimeMs)}, `;
      const [expected, got] = [failure.expected, failure.got].map((alerts) =>
        indented(formatAlerts(alerts), INDENT),
      );
      return `${test}${what}\n        exp:${expected}, \n        got:${got}`;
    }
    case 'samples': {
      const what = `    expr: ${quote(failure.expr)}, time: ${formatDuration(failure.evalTimeMs)},`;
      return `${what}\n        exp: ${formatSamples(failure.expected)}\n        got: ${formatSamples(failure.got)}`;
    }
    case 'expr-error':
      return `    expr: ${quote(failure.expr)}, time: ${formatDuration(failure.evalTimeMs)}, err: ${failure.message}`;
    case 'rule-error':
      return `    rule: ${failure.rule}, time: ${formatGoDuration(failure.timeMs)}, err: ${failure.message}`;
    case 'rule-files':
      return formatRuleProblems(failure.problems);
    case 'bad-test':
      return failure.message;
    default:
      return unreachable(failure);
  }
}

/** `{a="b"} 1E+00`. */
export function formatSample({ labels, value }: ReportedSample): string {
  return `${labels} ${value}`;
}

function formatSamples(samples: readonly ReportedSample[]): string {
  return samples.length === 0 ? 'nil' : samples.map(formatSample).join(', ');
}

function formatAlerts(alerts: readonly ExpectedAlert[]): string {
  if (alerts.length === 0) return '[]';
  const told = alerts.map(({ labels, annotations }, index) => {
    const lines = `\nLabels:${formatTexts(labels)}\nAnnotations:${formatTexts(annotations)}`;
    return `${index}:${indented(lines, '  ')}`;
  });
  return `[\n${told.join(',\n')}\n]`;
}

const formatTexts = (texts: Readonly<Record<string, string>>): string =>
  formatLabels(Labels.fromFlat(Object.entries(texts).flat()));

/** Every line but the first behind an indent. */
function indented(text: string, indent: string): string {
  return text.replaceAll('\n', `\n${indent}`);
}

/** As Go prints a duration: `1h0m0s`, `1.5s`, `5ms`. */
function formatGoDuration(ms: number): string {
  if (ms === 0) return '0s';
  if (Math.abs(ms) < 1000) return `${ms}ms`;
  const sign = ms < 0 ? '-' : '';
  const total = Math.abs(ms);
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor(total / 60_000) % 60;
  const seconds = (total % 60_000) / 1000;
  const before = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : '';
  return `${sign}${before}${seconds}s`;
}
