// The commands and their flags. Each command's code is loaded only when it runs.
import { Command, CommanderError, Option } from 'commander';
import { Interruption, type Host } from './io/host.ts';
import type { InstallFlags } from './prometheus/install.ts';
import type { RunFlags } from './prometheus/run.ts';
import type { VerifyFlags } from './instructor/verify.ts';
import type { NewStepFlags } from './author/new-step.ts';
import { reportError } from './io/report-error.ts';
import type { CommonFlags, ReportFlags, SessionFlags } from './io/flags.ts';
import { cleanText } from '../ui/render/style.ts';

const PROMETHEUS_HELP = 'which Prometheus to use: auto, embedded, managed, a URL, or the path of a binary';

const wholeNumber =
  (flag: string) =>
  (text: string): number => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new CommanderError(
      2,
      'ecom-lab.number',
      `error: ${flag} takes a whole number, not "${text.slice(0, 40)}"`,
    );
  };

/** Runs one command line. Resolves with the exit code: 0 done or passed, 1 failed a check, 2 wrong use or not judged. */
export async function runProgram(host: Host): Promise<number> {
  let exitCode = 0;
  const program = new Command('ecom-lab');
  program
    .description(
      'Learn Prometheus instrumentation by doing it.\nBegin with: ecom-lab start (in a clone, after npm ci: npx ecom-lab start)',
    )
    .version(host.version, '-V, --version')
    .configureOutput({
      writeOut: (text) => void host.stdout.write(text),
      // What was typed stands in it, and that may have come from anywhere.
      writeErr: (text) => void host.stderr.write(cleanText(text)),
      getOutHelpWidth: () => host.stdout.columns ?? 80,
      getErrHelpWidth: () => host.stderr.columns ?? 80,
    })
    .showSuggestionAfterError(true)
    .showHelpAfterError('(ecom-lab --help lists the commands and their flags)')
    .exitOverride();

  type Flags = CommonFlags & Readonly<Record<string, unknown>>;
  /** Adds a command: `dir` and `course` always, `json` where a machine may ask. */
  const command = (
    name: string,
    summary: string,
    traits: { readonly json?: boolean; readonly prometheus?: boolean; readonly parent?: Command } = {},
  ): Command => {
    const made = (traits.parent ?? program)
      .command(name)
      .description(summary)
      .addOption(
        new Option('--dir <folder>', 'the workspace (default: this folder if it is one, else ./ecom-lab)'),
      )
      .addOption(new Option('--course <course>', 'a course folder or package instead of the built-in course'))
      .addOption(new Option('--trust-course', 'run the programs of that course without a question'))
      .addOption(new Option('--debug', 'show the stack of an error'))
      .exitOverride();
    if (traits.json === true) made.option('--json', 'one JSON document on standard output');
    if (traits.prometheus === true) {
      made.addOption(new Option('--prometheus <which>', PROMETHEUS_HELP).default('auto'));
    }
    return made;
  };
  let flagsInForce: Flags = {};
  const run =
    <A extends unknown[]>(work: (...args: A) => Promise<number>) =>
    async (...args: unknown[]): Promise<void> => {
      // commander hands over: the arguments, the options, the command itself.
      flagsInForce = args.at(-2) as Flags;
      exitCode = await work(...(args.slice(0, -1) as A));
    };
  command('start', 'open the lab, or go on where you stopped', { prometheus: true })
    .option('--auto', 'walk the whole course by itself')
    .option(
      '--seed <number>',
      'vary the traffic; the same number gives the same traffic',
      wholeNumber('--seed'),
    )
    .option('--learner <name>', 'derive the seed from a name')
    .action(run(async (flags: SessionFlags) => (await import('./learner/start.ts')).start(host, flags)));
  command('init [folder]', 'make a workspace, and nothing else')
    .option('--seed <number>', 'vary the traffic', wholeNumber('--seed'))
    .option('--learner <name>', 'derive the seed from a name')
    .action(
      run(async (folder: string | undefined, flags: Flags) =>
        (await import('./learner/init.ts')).init(host, folder, flags),
      ),
    );
  command('list', 'the steps, and how far you are', { json: true }).action(
    run(async (flags: Flags) => (await import('./learner/list.ts')).list(host, flags)),
  );
  command('check [step]', 'check a step (default: the current one)', { json: true, prometheus: true })
    .option('--answer <answer>', 'your answer, where the step asks a question')
    .action(
      run(async (step: string | undefined, flags: SessionFlags) =>
        (await import('./learner/check.ts')).check(host, step, flags),
      ),
    );
  command('hint [step]', 'the next hint', { json: true }).action(
    run(async (step: string | undefined, flags: Flags) =>
      (await import('./learner/hint.ts')).hint(host, step, flags),
    ),
  );
  command('apply [step]', 'put the solution in place; your version is kept', { json: true }).action(
    run(async (step: string | undefined, flags: Flags) =>
      (await import('./learner/apply.ts')).apply(host, step, flags),
    ),
  );
  command('diff [step]', 'the difference between your files and the solution', { json: true }).action(
    run(async (step: string | undefined, flags: Flags) =>
      (await import('./learner/diff.ts')).diff(host, step, flags),
    ),
  );
  command('reset [step]', 'put the files back as they were before a step; your version is kept', {
    json: true,
  })
    .option('--all', 'the whole workspace, and the progress too')
    .action(
      run(async (step: string | undefined, flags: Flags) =>
        (await import('./learner/reset.ts')).reset(host, step, flags),
      ),
    );
  command('restart', 'restart the app of the running session', { json: true })
    .addOption(new Option('--what <what>', 'what to restart').choices(['app', 'prometheus']).default('app'))
    .action(run(async (flags: Flags) => (await import('./learner/restart.ts')).restart(host, flags)));
  command('traffic [scenario]', "send a scenario's requests to the app", { json: true }).action(
    run(async (scenario: string | undefined, flags: Flags) =>
      (await import('./learner/traffic.ts')).traffic(host, scenario, flags),
    ),
  );
  command('query <promql>', 'ask Prometheus', { json: true, prometheus: true })
    .option('--range <duration>', 'over the last 10m, 1h …: a small plot')
    .action(
      run(async (promql: string, flags: SessionFlags) =>
        (await import('./learner/query.ts')).query(host, promql, flags),
      ),
    );
  command('verify [steps...]', 'prove that every step can be failed and passed', {
    json: true,
    prometheus: true,
  })
    .option('--junit <file>', 'also write the results as JUnit XML')
    .option('--fast', 'both directions of each step only, without its mistakes and variants')
    .option('--mutants', 'instead: mechanical mistakes in each solution, which the checks must catch')
    .option(
      '--repeat <number>',
      'run each case so often: its verdict must never differ',
      wholeNumber('--repeat'),
    )
    .option(
      '--stress',
      'keep all cores busy meanwhile, run each case three times or as --repeat says, and those with a time in them with other times too',
    )
    .option(
      '--at-once <number>',
      'how many cases run side by side (default: four per core)',
      wholeNumber('--at-once'),
    )
    .action(
      run(async (steps: string[], flags: VerifyFlags) =>
        (await import('./instructor/verify.ts')).verify(host, steps, flags),
      ),
    );
  command('lint [course]', 'look through a course: every fault at its place', { json: true }).action(
    run(async (course: string | undefined, flags: Flags) =>
      (await import('./author/lint.ts')).lint(host, course, flags),
    ),
  );
  command('new-step', 'make a step: its folder, and its place in the course', { json: true })
    .option('--id <id>', 'the id, like count-requests')
    .option('--title <title>', 'the title, as the learner reads it')
    .addOption(
      new Option('--kind <kind>', 'what the learner does').choices([
        'edit',
        'command',
        'read',
        'answer',
        'choice',
      ]),
    )
    .option('--after <step>', 'the step that it comes after (default: the last one)')
    .action(run(async (flags: NewStepFlags) => (await import('./author/new-step.ts')).newStep(host, flags)));
  const cases = program
    .command('case')
    .description('the programs that prove a step: print one, or add one')
    .exitOverride();
  command('show <step/name>', 'print the program of a mistake or variant', {
    json: true,
    parent: cases,
  }).action(
    run(async (wanted: string, flags: Flags) =>
      (await import('./author/case.ts')).showCase(host, wanted, flags),
    ),
  );
  command('new <step> <file>', 'add a program as a case; its first line says what it shows', {
    json: true,
    parent: cases,
  }).action(
    run(async (step: string, file: string, flags: Flags) =>
      (await import('./author/case.ts')).newCase(host, step, file, flags),
    ),
  );
  program
    .command('new-course <folder>')
    .description('make a course of your own to begin with')
    .option('--title <title>', 'the title, as the learner reads it')
    .option('--debug', 'show the stack of an error')
    .exitOverride()
    .action(
      run(async (folder: string, flags: { title?: string }) =>
        (await import('./author/new-course.ts')).newCourse(host, folder, flags),
      ),
    );
  command('report [folders...]', 'how a learner or a class is doing', { json: true, prometheus: true })
    .option('--csv', 'a table for a spreadsheet on standard output')
    .option('--html <file>', 'also write a page with a picture of the class')
    .option('--regrade', 'run the checks again on the files handed in; this runs the code in them')
    .option('--at-once <number>', 'how many to regrade side by side', wholeNumber('--at-once'))
    .addOption(
      new Option('--isolate <how>', 'what each submission runs in when it is regraded')
        .choices(['auto', 'bubblewrap', 'none'])
        .default('auto'),
    )
    .addOption(
      new Option('--time-limit <seconds>', 'how long the checks of one submission may take')
        .argParser(wholeNumber('--time-limit'))
        .default(600),
    )
    .action(
      run(async (folders: string[], flags: ReportFlags) =>
        (await import('./instructor/report.ts')).report(host, folders, flags),
      ),
    );
  // What `report --regrade` starts for each submission; `--help` does not list it.
  program
    .command('grade', { hidden: true })
    .exitOverride()
    .action(run(async () => (await import('./instructor/grade.ts')).grade(host)));
  command('doctor', 'look for what could stand in the way, and how to fix it', {
    json: true,
    prometheus: true,
  }).action(run(async (flags: SessionFlags) => (await import('./doctor/command.ts')).doctor(host, flags)));

  const prometheus = program.command('prometheus').description('get or run a real Prometheus').exitOverride();
  prometheus
    .command('install')
    .description("download Prometheus into the lab's cache")
    .option('--mirror <url>', 'where the release files are, instead of the official place')
    .option('--release <version>', 'which release, for example 3.5.0')
    .option('--debian', "the distribution's own package instead (Debian, Ubuntu)")
    .option('--debug', 'show the stack of an error')
    .exitOverride()
    .action(
      run(async (flags: InstallFlags) =>
        (await import('./prometheus/install.ts')).prometheusInstall(host, flags),
      ),
    );
  prometheus
    .command('run')
    .description('run a Prometheus on the workspace, without the lab')
    .option('--dir <folder>', 'the workspace')
    .option('--port <port>', 'port to listen on', wholeNumber('--port'))
    .option('--listen <address>', 'IP address to listen on (embedded only; default: 127.0.0.1)')
    .option('--allow-host <names...>', 'host names to answer under besides localhost (embedded only)')
    .addOption(new Option('--prometheus <which>', PROMETHEUS_HELP).default('auto'))
    .option('--debug', 'show the stack of an error')
    .exitOverride()
    .action(run(async (flags: RunFlags) => (await import('./prometheus/run.ts')).prometheusRun(host, flags)));

  try {
    if (host.argv.length === 0) {
      program.outputHelp();
      return 0;
    }
    await program.parseAsync(host.argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (host.signal.aborted && host.signal.reason instanceof Interruption) return host.signal.reason.exitCode;
    if (error instanceof Interruption) return error.exitCode;
    if (error instanceof CommanderError) {
      if (error.code === 'ecom-lab.number') host.stderr.write(`${error.message}\n`);
      return error.exitCode === 0 ? 0 : wrongUse(host, error);
    }
    return reportError(host, error, { json: flagsInForce.json === true, debug: flagsInForce.debug === true });
  }
}

/** The message has been printed; who asked for JSON gets it as the one document, too. */
function wrongUse(host: Host, { message }: CommanderError): number {
  if (host.argv.includes('--json')) {
    const error = {
      code: 'wrong-use',
      message: cleanText(message.replace(/^error: /, '')),
      hint: '`ecom-lab --help` lists the commands and their flags.',
    };
    host.stdout.write(`${JSON.stringify({ error })}\n`);
  }
  return 2;
}
