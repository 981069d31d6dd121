// `prometheus check rules [files...]`: what `promtool check rules` says of rule files. Exits with 0 (all are valid) or 1.
import { checkRules, type RuleInput } from '../../prometheus/index.ts';
import { cli } from '../../words/index.ts';
import type { CommonFlags } from '../io/flags.ts';
import type { Host } from '../io/host.ts';
import { createOutput } from '../io/output.ts';
import { readInput } from '../io/read-input.ts';

export interface CheckRulesFlags extends Pick<CommonFlags, 'json' | 'debug'> {
  readonly lint: 'all' | 'duplicate-rules' | 'none';
  readonly lintFatal?: boolean;
  readonly ignoreUnknownFields?: boolean;
}

const STANDARD_INPUT = '-';

/** Runs the command; without files, or for `-`, it reads standard input. */
export async function prometheusCheckRules(
  host: Host,
  files: readonly string[],
  flags: CheckRulesFlags,
): Promise<number> {
  const output = createOutput(host, flags.json === true);
  const inputs = files.length === 0 ? [STANDARD_INPUT] : files;
  const text = inputs.includes(STANDARD_INPUT) ? await readInput(host) : undefined;
  const found = await checkRules(
    inputs.map((file): RuleInput => {
      const isText = file === STANDARD_INPUT && text !== undefined;
      return isText ? { shown: cli.prometheus.standardInput, text } : { shown: file };
    }),
    { cwd: host.cwd, ignoresUnknownFields: flags.ignoreUnknownFields === true, lint: flags.lint !== 'none' },
  );
  const isFatal = flags.lintFatal === true;
  const isFailed = found.some(
    ({ check }) => check.status === 'error' || (isFatal && check.duplicates.length > 0),
  );
  for (const { printed } of found) output.say(`${printed}\n`);
  output.json({
    status: isFailed ? 'fail' : 'pass',
    files: found.map(({ check }) => ({ ...check, status: check.status === 'ok' ? 'pass' : 'fail' })),
  });
  return isFailed ? 1 : 0;
}
