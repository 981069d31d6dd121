// The tests of a file in the form of promtool, with the line of each failure and the difference.
import type { TestFileReport } from '../model/report.ts';
import { formatDifference } from './difference.ts';
import { formatFailure } from './failure.ts';

/** The report of a file, without a line break at the end. */
export function formatTestReport({ file, status, problems, warnings, tests }: TestFileReport): string {
  const lines = [`Unit Testing:  ${file}`, ...warnings.map((warning) => `  WARNING: ${warning}`)];
  if (status === 'passed') return [...lines, '  SUCCESS'].join('\n');
  lines.push('  FAILED:');
  for (const { message } of problems) lines.push(`  ${file}: ${message}`, '');
  for (const test of tests) {
    for (const failure of test.failures) {
      lines.push(
        `  ${file}:${failure.line}: test ${JSON.stringify(test.name)}`,
        formatFailure(failure, test),
      );
      const difference = formatDifference(failure);
      if (difference !== undefined)
        lines.push('        diff (-exp +got):', ...difference.split('\n').map((line) => `          ${line}`));
      lines.push('');
    }
  }
  return lines.join('\n').trimEnd();
}
