// The commands of `prometheus` and their flags. Each command's code is loaded only when it runs.
import { Option, type Command } from 'commander';
import { cli } from '../../words/index.ts';
import { wholeNumber, type CommandLine } from '../io/command-line.ts';
import type { CheckRulesFlags } from './check-rules.ts';
import type { InstallFlags } from './install.ts';
import type { RunFlags } from './run.ts';
import type { TestRulesFlags } from './test-rules.ts';

const words = cli.help;
const { common } = words;

/** Adds `prometheus` with its commands. */
export function addPrometheusCommands({ host, program, run }: CommandLine): void {
  const prometheus = program.command('prometheus').description(words.prometheus.summary).exitOverride();
  prometheus
    .command('install')
    .description(words.prometheus.install.summary)
    .option('--mirror <url>', words.prometheus.install.mirror)
    .option('--release <version>', words.prometheus.install.release)
    .option('--debian', words.prometheus.install.debian)
    .option('--debug', common.debug)
    .exitOverride()
    .action(
      run(async (flags: InstallFlags) => (await import('./install.ts')).prometheusInstall(host, flags)),
    );
  prometheus
    .command('run')
    .description(words.prometheus.run.summary)
    .option('--dir <folder>', words.prometheus.run.dir)
    .option('--port <port>', words.prometheus.run.port, wholeNumber('--port'))
    .option('--listen <address>', words.prometheus.run.listen)
    .option('--allow-host <names...>', words.prometheus.run.allowHost)
    .addOption(new Option('--prometheus <which>', common.prometheus).default('auto'))
    .option('--debug', common.debug)
    .exitOverride()
    .action(run(async (flags: RunFlags) => (await import('./run.ts')).prometheusRun(host, flags)));
  const rulesOf = (parent: string, summary: string, usage: string, description: string): Command =>
    prometheus
      .command(parent)
      .description(summary)
      .exitOverride()
      .command(usage)
      .description(description)
      .option('--ignore-unknown-fields', words.prometheus.ignoreUnknownFields)
      .option('--debug', common.debug)
      .option('--json', common.json)
      .exitOverride();
  const { check, test } = words.prometheus;
  rulesOf('check', check.summary, 'rules [files...]', check.rules)
    .addOption(
      new Option('--lint <what>', check.lint)
        .choices(['all', 'duplicate-rules', 'none'])
        .default('duplicate-rules'),
    )
    .option('--lint-fatal', check.lintFatal)
    .action(
      run(async (files: string[], flags: CheckRulesFlags) =>
        (await import('./check-rules.ts')).prometheusCheckRules(host, files, flags),
      ),
    );
  rulesOf('test', test.summary, 'rules <files...>', test.rules)
    .option('--run <name>', test.run, (name: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      name,
    ])
    .action(
      run(async (files: string[], flags: TestRulesFlags) =>
        (await import('./test-rules.ts')).prometheusTestRules(host, files, flags),
      ),
    );
}
