// How a learner's program is prepared, launched, and explained, whatever language it is written in.
import type { AppExit, StartFailure } from '../../model/app-run.ts';
import type { Change } from './mutants.ts';
import type { OutputReader } from './output.ts';
import type { Packages } from './packages.ts';
import type { SourceReader } from './sources.ts';
import type { HookSettings, UncaughtError } from './protocol.ts';

/** What knows one programming language. */
export interface Runtime {
  /** Whether a workspace file is a part of the program: the app has to start again when it changes. */
  isSource(file: string): boolean;
  /**
   * Reads the program as it is now. What the learner can fix is an outcome, with file and line. Rejects with a LabError
   * where a file cannot be read.
   */
  prepare(options: PrepareOptions): Promise<PrepareOutcome>;
  /** How to start a prepared program. */
  launch(program: Program, options: LaunchOptions): Promise<Launch>;
  /** What is known of the end of an app: the first line of its error, and where in the learner's source it was thrown. */
  explainExit(evidence: ExitEvidence): AppExit;
  /** The package or file that the program imports and that is not there, where this ended it. */
  missingImport(error: UncaughtError): string | undefined;
  readonly output: OutputReader;
  readonly sources: SourceReader;
  readonly packages: Packages;
  /** The mistakes that a tool can make in a program, for a test of the checks. */
  changesOf(file: string, text: string): Promise<readonly Change[]>;
  /** Ends what serves all programs. The next one starts it again. */
  dispose(): Promise<void>;
}

export interface PrepareOptions {
  /** Absolute path of the learner's folder. */
  readonly workspaceDir: string;
  /** The file to run, relative to the workspace: `main.ts`. */
  readonly entry: string;
  readonly signal: AbortSignal;
}

export type PrepareOutcome =
  | { readonly status: 'ok'; readonly program: Program }
  | { readonly status: 'failed'; readonly failure: StartFailure };

/** A program that was read once and can be started any number of times. */
export interface Program {
  /** What each run needs in its folder, name -> content; none where the learner's files themselves are run. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Whether the files are compiled one by one while the app starts, which takes longer. */
  readonly isCompiledAtStart: boolean;
  /** Whether it can start processes or threads. */
  readonly startsOthers: boolean;
}

export interface LaunchOptions {
  readonly workspaceDir: string;
  readonly entry: string;
  /** The folder with the program's `files`. */
  readonly folder: string;
  /** The environment of the runner. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: HookSettings;
  /** The descriptor of the channel to the hook; undefined where the system has another kind of channel. */
  readonly channelFd: number | undefined;
}

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

export interface Launch extends Command {
  readonly env: Readonly<Record<string, string>>;
  /** Whether a line of a printed trace is about the hook. */
  readonly isOfHook: (line: string) => boolean;
  /** Reads ids of process groups (`+17`, `-17`) from its input, and ends those that are left when the input ends. */
  readonly reaper: Command;
}

export interface ExitEvidence {
  readonly code: number | null;
  readonly signal: string | null;
  /** What the hook reported last, if anything. */
  readonly uncaught: UncaughtError | undefined;
  readonly lastLines: readonly string[];
  /** Absolute path of the workspace as the system names it, symbolic links resolved. */
  readonly workspaceDir: string;
}
