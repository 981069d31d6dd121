// The commands and their flags. Each command's code is loaded only when it runs.
import { Command, CommanderError } from 'commander';
import { cleanText } from '../ui/render/style.ts';
import { cli } from '../words/index.ts';
import { addAuthorCommands } from './author/commands.ts';
import { addReportCommands, addVerifyCommand } from './instructor/commands.ts';
import { addCommand, type CommandLine, type Flags } from './io/command-line.ts';
import type { SessionFlags } from './io/flags.ts';
import { Interruption, type Host } from './io/host.ts';
import { reportError } from './io/report-error.ts';
import { addLearnerCommands } from './learner/commands.ts';
import { addPrometheusCommands } from './prometheus/commands.ts';

const words = cli.help;

/** A description narrower than this is not wrapped; commander's own limit breaks the help in a narrow terminal. */
const NARROWEST_HELP = 20;

/** A title of commander's own, in the language of the lab. */
const styleTitle = (title: string): string =>
  Object.entries(words.titles).find(([name]) => title === `${name}:`)?.[1] ?? title;

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

  let flagsInForce: Flags = {};
  const run: CommandLine['run'] =
    (work) =>
    async (...args) => {
      // commander hands over: the arguments, the options, the command itself.
      flagsInForce = args.at(-2) as Flags;
      exitCode = await work(...(args.slice(0, -1) as never[]));
    };
  const line: CommandLine = {
    host,
    program,
    command: (name, summary, traits) => addCommand(program, name, summary, traits),
    run,
  };
  addLearnerCommands(line);
  addVerifyCommand(line);
  addAuthorCommands(line);
  addReportCommands(line);
  line
    .command('doctor', words.doctor.summary, { json: true, prometheus: true })
    .action(run(async (flags: SessionFlags) => (await import('./doctor/command.ts')).doctor(host, flags)));
  addPrometheusCommands(line);

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
