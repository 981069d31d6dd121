// The commands and their flags. Each command's code is loaded only when it runs.
import { Command, CommanderError, Option } from 'commander';
import { Interruption, type Host } from './io/host.ts';
import type { CheckRulesFlags } from './prometheus/check-rules.ts';
import type { InstallFlags } from './prometheus/install.ts';
import type { RunFlags } from './prometheus/run.ts';
import type { TestRulesFlags } from './prometheus/test-rules.ts';
import type { VerifyFlags } from './instructor/verify.ts';
import type { NewStepFlags } from './author/new-step.ts';
import { reportError } from './io/report-error.ts';
import type { CommonFlags, ReportFlags, SessionFlags } from './io/flags.ts';
import { cleanText } from '../ui/render/style.ts';
import { cli } from '../words/index.ts';

const words = cli.help;
const { common } = words;

/** A description narrower than this is not wrapped; commander's own limit breaks the help in a narrow terminal. */
const NARROWEST_HELP = 20;

/** A title of commander's own, in the language of the lab. */
const styleTitle = (title: string): string =>
  Object.entries(words.titles).find(([name]) => title === `${name}:`)?.[1] ?? title;

const wholeNumber =
  (flag: string) =>
  (text: string): number => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new CommanderError(2, 'ecom-lab.number', words.notANumber(flag, text));
  };

/** Runs one command line. Resolves with the exit code: 0 done or passed, 1 failed a check, 2 wrong use or not judged. */
export async function runProgram(host: Host): Promise<number> {
  let exitCode = 0;
  const program = new Command('ecom-lab');
  program
    .description(words.description)
    .version(host.version, '-V, --version', words.version)
    .helpOption('-h, --help', words.help)
    .helpCommand('help [command]', words.help)
    .configureHelp({ styleTitle, minWidthToWrap: NARROWEST_HELP })
    .configureOutput({
      writeOut: (text) => void host.stdout.write(text),
      // What was typed stands in it, and that may have come from anywhere.
      writeErr: (text) => void host.stderr.write(cleanText(text)),
      getOutHelpWidth: () => host.stdout.columns ?? 80,
      getErrHelpWidth: () => host.stderr.columns ?? 80,
    })
    .showSuggestionAfterError(true)
    .showHelpAfterError(words.afterError)
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
      .addOption(new Option('--dir <folder>', common.dir))
      .addOption(new Option('--course <course>', common.course))
      .addOption(new Option('--trust-course', common.trustCourse))
      .addOption(new Option('--debug', common.debug))
      .exitOverride();
    if (traits.json === true) made.option('--json', common.json);
    if (traits.prometheus === true) {
      made.addOption(new Option('--prometheus <which>', common.prometheus).default('auto'));
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
  command('start', words.start.summary, { prometheus: true })
    .option('--auto', words.start.auto)
    .option('--from <step>', words.start.from)
    .option('--seed <number>', common.seed, wholeNumber('--seed'))
    .option('--learner <name>', common.learner)
    .action(run(async (flags: SessionFlags) => (await import('./learner/start.ts')).start(host, flags)));
  command('init [folder]', words.init.summary)
    .option('--seed <number>', common.seed, wholeNumber('--seed'))
    .option('--learner <name>', common.learner)
    .action(
      run(async (folder: string | undefined, flags: Flags) =>
        (await import('./learner/init.ts')).init(host, folder, flags),
      ),
    );
  command('list', words.list.summary, { json: true }).action(
    run(async (flags: Flags) => (await import('./learner/list.ts')).list(host, flags)),
  );
  command('check [step]', words.check.summary, { json: true, prometheus: true })
    .option('--answer <answer>', words.check.answer)
    .action(
      run(async (step: string | undefined, flags: SessionFlags) =>
        (await import('./learner/check.ts')).check(host, step, flags),
      ),
    );
  command('hint [step]', words.hint.summary, { json: true }).action(
    run(async (step: string | undefined, flags: Flags) =>
      (await import('./learner/hint.ts')).hint(host, step, flags),
    ),
  );
  command('apply [step]', words.apply.summary, { json: true }).action(
    run(async (step: string | undefined, flags: Flags) =>
      (await import('./learner/apply.ts')).apply(host, step, flags),
    ),
  );
  command('diff [step]', words.diff.summary, { json: true }).action(
    run(async (step: string | undefined, flags: Flags) =>
      (await import('./learner/diff.ts')).diff(host, step, flags),
    ),
  );
  command('reset [step]', words.reset.summary, {
    json: true,
  })
    .option('--all', words.reset.all)
    .action(
      run(async (step: string | undefined, flags: Flags) =>
        (await import('./learner/reset.ts')).reset(host, step, flags),
      ),
    );
  command('restart', words.restart.summary, { json: true })
    .addOption(new Option('--what <what>', words.restart.what).choices(['app', 'prometheus']).default('app'))
    .action(run(async (flags: Flags) => (await import('./learner/restart.ts')).restart(host, flags)));
  command('traffic [scenario]', words.traffic.summary, { json: true }).action(
    run(async (scenario: string | undefined, flags: Flags) =>
      (await import('./learner/traffic.ts')).traffic(host, scenario, flags),
    ),
  );
  command('query <promql>', words.query.summary, { json: true, prometheus: true })
    .option('--range <duration>', words.query.range)
    .action(
      run(async (promql: string, flags: SessionFlags) =>
        (await import('./learner/query.ts')).query(host, promql, flags),
      ),
    );
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
        (await import('./instructor/verify.ts')).verify(host, steps, flags),
      ),
    );
  command('lint [course]', words.lint.summary, { json: true }).action(
    run(async (course: string | undefined, flags: Flags) =>
      (await import('./author/lint.ts')).lint(host, course, flags),
    ),
  );
  command('new-step', words.newStep.summary, { json: true })
    .option('--id <id>', words.newStep.id)
    .option('--title <title>', common.title)
    .addOption(
      new Option('--kind <kind>', words.newStep.kind).choices([
        'edit',
        'query',
        'command',
        'read',
        'answer',
        'choice',
      ]),
    )
    .option('--after <step>', words.newStep.after)
    .action(run(async (flags: NewStepFlags) => (await import('./author/new-step.ts')).newStep(host, flags)));
  const cases = program.command('case').description(words.case.summary).exitOverride();
  command('show <step/name>', words.case.show, {
    json: true,
    parent: cases,
  }).action(
    run(async (wanted: string, flags: Flags) =>
      (await import('./author/case.ts')).showCase(host, wanted, flags),
    ),
  );
  command('new <step> <file>', words.case.new, {
    json: true,
    parent: cases,
  }).action(
    run(async (step: string, file: string, flags: Flags) =>
      (await import('./author/case.ts')).newCase(host, step, file, flags),
    ),
  );
  program
    .command('new-course <folder>')
    .description(words.newCourse.summary)
    .option('--title <title>', common.title)
    .option('--debug', common.debug)
    .exitOverride()
    .action(
      run(async (folder: string, flags: { title?: string }) =>
        (await import('./author/new-course.ts')).newCourse(host, folder, flags),
      ),
    );
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
        (await import('./instructor/report.ts')).report(host, folders, flags),
      ),
    );
  // What `report --regrade` starts for each submission; `--help` does not list it.
  program
    .command('grade', { hidden: true })
    .exitOverride()
    .action(run(async () => (await import('./instructor/grade.ts')).grade(host)));
  command('doctor', words.doctor.summary, {
    json: true,
    prometheus: true,
  }).action(run(async (flags: SessionFlags) => (await import('./doctor/command.ts')).doctor(host, flags)));

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
      run(async (flags: InstallFlags) =>
        (await import('./prometheus/install.ts')).prometheusInstall(host, flags),
      ),
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
    .action(run(async (flags: RunFlags) => (await import('./prometheus/run.ts')).prometheusRun(host, flags)));
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
        (await import('./prometheus/check-rules.ts')).prometheusCheckRules(host, files, flags),
      ),
    );
  rulesOf('test', test.summary, 'rules <files...>', test.rules)
    .option('--run <name>', test.run, (name: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      name,
    ])
    .action(
      run(async (files: string[], flags: TestRulesFlags) =>
        (await import('./prometheus/test-rules.ts')).prometheusTestRules(host, files, flags),
      ),
    );

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
      hint: cli.errors.usageHint,
    };
    host.stdout.write(`${JSON.stringify({ error })}\n`);
  }
  return 2;
}
