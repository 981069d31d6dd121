// What the commands of all areas are made with.
import { CommanderError, Option, type Command } from 'commander';
import { cli } from '../../words/index.ts';
import type { CommonFlags } from './flags.ts';
import type { Host } from './host.ts';

const words = cli.help;
const { common } = words;

/** The flags that every command has. */
export type Flags = CommonFlags & Readonly<Record<string, unknown>>;

interface Traits {
  /** Whether a machine may ask. */
  readonly json?: boolean;
  readonly prometheus?: boolean;
  /** @default the program */
  readonly parent?: Command;
}

/** What an area adds its commands to. */
export interface CommandLine {
  readonly host: Host;
  readonly program: Command;
  /** Adds a command: `dir` and `course` always, `json` where a machine may ask. */
  readonly command: (name: string, summary: string, traits?: Traits) => Command;
  /** The action of a command: its work, which resolves with the exit code. */
  readonly run: (work: (...args: never[]) => Promise<number>) => (...args: unknown[]) => Promise<void>;
}

/** The value of a flag that is a whole number. */
export const wholeNumber =
  (flag: string) =>
  (text: string): number => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new CommanderError(2, 'ecom-lab.number', words.notANumber(flag, text));
  };

/** Adds a command with the flags that all of them take. */
export function addCommand(program: Command, name: string, summary: string, traits: Traits = {}): Command {
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
}
