// The commands of learners and their flags. Each command's code is loaded only when it runs.
import { Option } from 'commander';
import { cli } from '../../words/index.ts';
import { wholeNumber, type CommandLine, type Flags } from '../io/command-line.ts';
import type { SessionFlags } from '../io/flags.ts';

const words = cli.help;
const { common } = words;

/** Adds the commands from `start` to `query`. */
export function addLearnerCommands({ host, command, run }: CommandLine): void {
  command('start', words.start.summary, { prometheus: true })
    .option('--auto', words.start.auto)
    .option('--from <step>', words.start.from)
    .option('--seed <number>', common.seed, wholeNumber('--seed'))
    .option('--learner <name>', common.learner)
    .action(run(async (flags: SessionFlags) => (await import('./start.ts')).start(host, flags)));
  command('init [folder]', words.init.summary)
    .option('--seed <number>', common.seed, wholeNumber('--seed'))
    .option('--learner <name>', common.learner)
    .action(
      run(async (folder: string | undefined, flags: Flags) =>
        (await import('./init.ts')).init(host, folder, flags),
      ),
    );
  command('list', words.list.summary, { json: true }).action(
    run(async (flags: Flags) => (await import('./list.ts')).list(host, flags)),
  );
  command('check [step]', words.check.summary, { json: true, prometheus: true })
    .option('--answer <answer>', words.check.answer)
    .action(
      run(async (step: string | undefined, flags: SessionFlags) =>
        (await import('./check.ts')).check(host, step, flags),
      ),
    );
  command('hint [step]', words.hint.summary, { json: true }).action(
    run(async (step: string | undefined, flags: Flags) =>
      (await import('./hint.ts')).hint(host, step, flags),
    ),
  );
  command('apply [step]', words.apply.summary, { json: true }).action(
    run(async (step: string | undefined, flags: Flags) =>
      (await import('./apply.ts')).apply(host, step, flags),
    ),
  );
  command('diff [step]', words.diff.summary, { json: true }).action(
    run(async (step: string | undefined, flags: Flags) =>
      (await import('./diff.ts')).diff(host, step, flags),
    ),
  );
  command('reset [step]', words.reset.summary, {
    json: true,
  })
    .option('--all', words.reset.all)
    .action(
      run(async (step: string | undefined, flags: Flags) =>
        (await import('./reset.ts')).reset(host, step, flags),
      ),
    );
  command('restart', words.restart.summary, { json: true })
    .addOption(new Option('--what <what>', words.restart.what).choices(['app', 'prometheus']).default('app'))
    .action(run(async (flags: Flags) => (await import('./restart.ts')).restart(host, flags)));
  command('traffic [scenario]', words.traffic.summary, { json: true }).action(
    run(async (scenario: string | undefined, flags: Flags) =>
      (await import('./traffic.ts')).traffic(host, scenario, flags),
    ),
  );
  command('query <promql>', words.query.summary, { json: true, prometheus: true })
    .option('--range <duration>', words.query.range)
    .action(
      run(async (promql: string, flags: SessionFlags) =>
        (await import('./query.ts')).query(host, promql, flags),
      ),
    );
}
