// The commands of instructors and their flags. Each command's code is loaded only when it runs.
import { Option } from 'commander';
import { cli } from '../../words/index.ts';
import { wholeNumber, type CommandLine } from '../io/command-line.ts';
import type { ReportFlags } from '../io/flags.ts';
import type { VerifyFlags } from './verify.ts';

const words = cli.help;

/** Adds `verify`. */
export function addVerifyCommand({ host, command, run }: CommandLine): void {
  command('verify [steps...]', words.verify.summary, {
    json: true,
    prometheus: true,
  })
    .option('--junit <file>', words.verify.junit)
    .option('--fast', words.verify.fast)
    .option('--mutants', words.verify.mutants)
    .option('--repeat <number>', words.verify.repeat, wholeNumber('--repeat'))
    .option('--stress', words.verify.stress)
    .option('--at-once <number>', words.verify.atOnce, wholeNumber('--at-once'))
    .action(
      run(async (steps: string[], flags: VerifyFlags) =>
        (await import('./verify.ts')).verify(host, steps, flags),
      ),
    );
}

/** Adds `report`, and what it starts. */
export function addReportCommands({ host, program, command, run }: CommandLine): void {
  command('report [folders...]', words.report.summary, { json: true, prometheus: true })
    .option('--csv', words.report.csv)
    .option('--html <file>', words.report.html)
    .option('--regrade', words.report.regrade)
    .option('--at-once <number>', words.report.atOnce, wholeNumber('--at-once'))
    .addOption(
      new Option('--isolate <how>', words.report.isolate)
        .choices(['auto', 'bubblewrap', 'none'])
        .default('auto'),
    )
    .addOption(
      new Option('--time-limit <seconds>', words.report.timeLimit)
        .argParser(wholeNumber('--time-limit'))
        .default(600),
    )
    .action(
      run(async (folders: string[], flags: ReportFlags) =>
        (await import('./report.ts')).report(host, folders, flags),
      ),
    );
  // What `report --regrade` starts for each submission; `--help` does not list it.
  program
    .command('grade', { hidden: true })
    .exitOverride()
    .action(run(async () => (await import('./grade.ts')).grade(host)));
}
