// Drives a program in a real pseudo-terminal, as a person would: waits for words, types, presses keys.
import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';

const KEYS = {
  enter: '\r',
  down: '\u001b[B',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  ctrlZ: '\u001a',
} as const;

export interface TerminalProgram {
  readonly pid: number;
  /** Waits until the text appears after what the last `sees` has found, and gives everything up to its end. */
  sees(text: string | RegExp): Promise<string>;
  type(text: string): void;
  press(key: keyof typeof KEYS): void;
  /** Moves the menu to the entry that begins with the text, and chooses it. */
  choose(entry: string): Promise<void>;
  /**
   * Resolves when the program has exited. The code is what a shell is told: 130 also for a lab that SIGINT itself ended,
   * as it does where a file is just being read.
   */
  readonly exited: Promise<{ readonly exitCode: number; readonly signal: number | undefined }>;
  kill(signal: string): void;
  /** Closes the terminal, as one closes its window. */
  hangUp(): void;
  /** Everything that was printed, without escape sequences. */
  screen(): string;
  /** Everything that was printed, as the terminal got it. */
  raw(): string;
}

export interface TerminalOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @default 100 */
  readonly columns?: number;
  /** What the menu asks, as it is printed. */
  readonly question?: string;
}

/** The line of a menu that the next Enter chooses. */
const lastMarked = (screen: string): string => screen.match(/❯ [^\n]*/g)?.at(-1) ?? '';

/** Starts a program in a pseudo-terminal of its own. */
export function openTerminal(options: TerminalOptions): TerminalProgram {
  const env = Object.fromEntries(
    Object.entries(options.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const pty = spawn(options.file, [...options.args], {
    cwd: options.cwd,
    env: { ...env, TERM: 'xterm' },
    cols: options.columns ?? 100,
    rows: 40,
  });
  const { question = 'What next?' } = options;
  const isMenu = (text: string): boolean =>
    ['❯', ' '].some((mark) => text.includes(`\n? ${question}\n${mark} `));
  let printed = '';
  let seen = 0;
  let hasExited = false;
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const check of waiting) check();
  };
  pty.onData((data) => {
    printed += data;
    wake();
  });
  const exited = new Promise<{ exitCode: number; signal: number | undefined }>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      hasExited = true;
      resolve({ exitCode: signal ? 128 + signal : exitCode, signal });
      wake();
    });
  });
  const screen = (): string => stripVTControlCharacters(printed).replaceAll('\r', '');

  const program: TerminalProgram = {
    pid: pty.pid,
    exited,
    screen,
    raw: () => printed,
    type: (text) => pty.write(text),
    press: (key) => pty.write(KEYS[key]),
    kill: (signal) => pty.kill(signal),
    // Left out of the package's types: it closes the master's end, of which the system tells the program.
    hangUp: () => (pty as typeof pty & { destroy(): void }).destroy(),
    sees: (wanted) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const text = screen();
          const rest = text.slice(seen);
          const at = typeof wanted === 'string' ? rest.indexOf(wanted) : (wanted.exec(rest)?.index ?? -1);
          if (at >= 0) {
            const length = typeof wanted === 'string' ? wanted.length : (wanted.exec(rest)?.[0].length ?? 0);
            waiting.delete(check);
            seen += at + length;
            resolve(rest.slice(0, at + length));
          } else if (hasExited) {
            waiting.delete(check);
            reject(
              new Error(
                `the program ended and never printed ${String(wanted)}; after what was seen came:\n${rest}`,
              ),
            );
          }
        };
        waiting.add(check);
        check();
      }),
    async choose(entry) {
      // A whole menu, not the line that stays of one that was answered.
      await program.sees(new RegExp(`${question.replaceAll('?', String.raw`\?`)}\n[❯ ] `));
      for (;;) {
        const from = screen().length;
        // Called off by news, which takes along what was typed into it. Only a new menu begins on a line of its own.
        const isAskedAgain = (): boolean => isMenu(screen().slice(from));
        const isAt = (): boolean => lastMarked(screen()).includes(entry);
        // A narrow terminal breaks the line.
        const isChosen = (): boolean =>
          screen().slice(from).replaceAll(/\s+/g, ' ').includes(`✔ ${question} ${entry}`);
        // inquirer moves to the entry that begins with what is typed; a backspace forgets what was typed before.
        program.type(`\u007f${entry}`);
        await until(() => isAt() || isAskedAgain(), `the menu entry "${entry}"`);
        if (!isAt()) continue;
        seen = screen().length;
        program.press('enter');
        await until(() => isChosen() || isAskedAgain(), `the choice of "${entry}"`);
        if (isChosen()) return;
      }
    },
  };

  /** Resolves as soon as the condition holds; looks whenever something was printed. */
  function until(holds: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (!holds() && !hasExited) return;
        waiting.delete(check);
        if (holds()) resolve();
        else reject(new Error(`the program ended before ${what}:\n${screen().slice(-2000)}`));
      };
      waiting.add(check);
      check();
    });
  }
  return program;
}
