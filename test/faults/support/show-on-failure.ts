// A failed terminal test says what was on the screen.
import { onTestFailed } from 'vitest';
import type { TerminalProgram } from '../../support/terminal.ts';

const LAST_CHARACTERS = 4000;

/** Prints the end of the screen where the test fails; gives the program back. */
export function shownOnFailure(program: TerminalProgram): TerminalProgram {
  onTestFailed(() => {
    process.stderr.write(
      `\n--- the screen at the end ---\n${program.screen().slice(-LAST_CHARACTERS)}\n---\n`,
    );
  });
  return program;
}
