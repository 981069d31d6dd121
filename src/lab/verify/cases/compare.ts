// What a case expects of a report, compared: data in, outcome out.
import type { StepReport } from '../../session/contract/values.ts';
import { worded } from '../../words/index.ts';
import type { CaseOutcome } from './model.ts';

/** A report in one line: `fail counted-twice: Each request to GET /cart adds 2.` */
export function describeReport(report: StepReport): string {
  const found = report.checks.at(-1);
  if (report.status === 'pass' || found === undefined) return report.status;
  const last = worded(found);
  return `${report.status} ${last.code ?? ''}: ${last.message}${last.observed === undefined ? '' : ` (found ${last.observed})`}`;
}

const outcome = (isExpected: boolean, report: StepReport, expected: string): CaseOutcome => {
  const observed = describeReport(report);
  if (isExpected) return { status: 'expected', observed };
  return { status: report.status === 'blocked' ? 'blocked' : 'surprise', expected, observed };
};

/** It must pass. */
export const expectPass = (report: StepReport): CaseOutcome =>
  outcome(report.status === 'pass', report, 'pass');

/** It must fail; with exactly the code where one is given. */
export function expectFail(report: StepReport, code?: string): CaseOutcome {
  const found = report.checks.at(-1)?.code;
  return outcome(
    report.status === 'fail' && (code === undefined || found === code),
    report,
    code === undefined ? 'fail' : `fail ${code}`,
  );
}
