// `prometheus test rules <files...>`: runs unit tests of rules as `promtool test rules` does. Exits with 0 (all passed) or 1.
import { faultOfRun, testRules } from '../../prometheus/index.ts';
import { commandError } from '../facts/errors.ts';
import type { CommonFlags } from '../io/flags.ts';
import type { Host } from '../io/host.ts';
import { createOutput } from '../io/output.ts';

export interface TestRulesFlags extends Pick<CommonFlags, 'json' | 'debug'> {
  readonly run?: readonly string[];
  readonly ignoreUnknownFields?: boolean;
}

/** Runs the command. */
export async function prometheusTestRules(
  host: Host,
  files: readonly string[],
  flags: TestRulesFlags,
): Promise<number> {
  const output = createOutput(host, flags.json === true);
  const { run } = flags;
  const fault = run === undefined ? undefined : await faultOfRun(run);
  if (fault !== undefined) throw commandError('bad-run', { text: run?.join('|') ?? '', reason: fault });
  const reports = [];
  for (const file of files) {
    const { report, printed } = await testRules(file, {
      cwd: host.cwd,
      ignoresUnknownFields: flags.ignoreUnknownFields === true,
      ...(run === undefined ? {} : { run }),
      signal: host.signal,
    });
    reports.push(report);
    output.say(`${printed}\n`);
  }
  const isFailed = reports.some(({ status }) => status === 'failed');
  output.json({
    status: isFailed ? 'fail' : 'pass',
    files: reports.map((report) => ({
      ...report,
      status: verdictOf(report.status),
      tests: report.tests.map((test) => ({ ...test, status: verdictOf(test.status) })),
    })),
  });
  return isFailed ? 1 : 0;
}

const verdictOf = (status: 'passed' | 'failed'): 'pass' | 'fail' => (status === 'passed' ? 'pass' : 'fail');
