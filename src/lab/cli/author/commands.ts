// The commands of authors and their flags. Each command's code is loaded only when it runs.
import { Option } from 'commander';
import { CHECKS_OF, STEP_KINDS } from '../../authoring/kinds.ts';
import { cli } from '../../words/index.ts';
import type { CommandLine, Flags } from '../io/command-line.ts';
import type { NewStepFlags } from './new-step.ts';

const words = cli.help;
const { common } = words;
const CHECK_KINDS = [...new Set(Object.values(CHECKS_OF).flat())];

/** Adds the commands from `lint` to `new-course`. */
export function addAuthorCommands({ host, program, command, run }: CommandLine): void {
  command('lint [course]', words.lint.summary, { json: true }).action(
    run(async (course: string | undefined, flags: Flags) =>
      (await import('./lint.ts')).lint(host, course, flags),
    ),
  );
  command('new-step', words.newStep.summary, { json: true })
    .option('--id <id>', words.newStep.id)
    .option('--title <title>', common.title)
    .addOption(new Option('--kind <kind>', words.newStep.kind).choices(STEP_KINDS))
    .addOption(new Option('--check <kind>', words.newStep.check).choices(CHECK_KINDS))
    .option('--after <step>', words.newStep.after)
    .action(run(async (flags: NewStepFlags) => (await import('./new-step.ts')).newStep(host, flags)));
  const cases = program.command('case').description(words.case.summary).exitOverride();
  command('show <step/name>', words.case.show, {
    json: true,
    parent: cases,
  }).action(
    run(async (wanted: string, flags: Flags) => (await import('./case.ts')).showCase(host, wanted, flags)),
  );
  command('new <step> <file>', words.case.new, {
    json: true,
    parent: cases,
  }).action(
    run(async (step: string, file: string, flags: Flags) =>
      (await import('./case.ts')).newCase(host, step, file, flags),
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
        (await import('./new-course.ts')).newCourse(host, folder, flags),
      ),
    );
}
