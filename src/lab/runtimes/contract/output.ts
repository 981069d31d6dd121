// What a runtime reads out of the texts that a program leaves.
import type { FactOf } from '../../model/verdict.ts';
import type { ClientErrors, RuntimeErrors, SyntaxErrors } from './program-errors.ts';

/** Each is undefined where the text says no such thing. */
export interface OutputReader {
  /** What makes a line unreadable, by what the compiler says of it. */
  syntaxError(said: string, lineText: string): FactOf<SyntaxErrors> | undefined;
  /** An error of the metrics client. */
  clientError(text: string): FactOf<ClientErrors> | undefined;
  /** An error of the language or of a library that beginners meet. */
  programError(text: string): FactOf<RuntimeErrors> | undefined;
  /** The package or file that an import did not find. */
  missingImport(text: string): string | undefined;
  /** The port that another program has. */
  portInUse(error: string): number | undefined;
  /** What was given in place of a port. */
  portOutOfRange(error: string): string | undefined;
  /** The last error among lines of output. */
  printedError(lines: readonly string[]): PrintedError | undefined;
  /** The error on the page that the web framework answers with where a handler fails, its first line first. */
  errorOnPage(body: string): string;
  /** What was sent in place of a text, by the error that this caused. */
  sentByMistake(error: string): 'promise' | 'function' | undefined;
  /** Whether a response is what becomes of a promise. */
  isPromise(body: string): boolean;
}

export interface PrintedError {
  /** `TypeError: x is not a function` */
  readonly error: string;
  /** `main.ts:14`, undefined where no file of the learner is named. */
  readonly at?: string;
}
