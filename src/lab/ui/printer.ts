// Writes to the terminal without tearing an open menu: what is said while one is open calls it off first.
import type { Writable } from 'node:stream';
import { onlyStyles, type Style } from './render/style.ts';

export interface Printer {
  /** Whether a question is open. */
  readonly isAsking: boolean;
  /** Prints lines now, or as soon as the question that is open has been called off or answered. */
  say(text: string): void;
  /** Calls off the question that is open, where it can be called off: it is asked again, as things are now. */
  callOff(): void;
  /** Leaves an empty line, where the words before do not end with one. */
  gap(): void;
  /** Rewrites the current line, on a terminal only. The next words that are said take its place. */
  progress(text: string): void;
  /**
   * Runs a question. While it is open, `say` waits; where `canCallOff`, it also aborts the question's signal so that
   * the words appear at once and the question is asked again below them.
   */
  during<T>(canCallOff: boolean, ask: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

export interface PrinterOptions {
  readonly output: Writable & { readonly isTTY?: boolean };
  readonly style: Style;
}

/** A printer for a stream. Nothing but words and the style's own sequences passes it. */
export function createPrinter({ output, style }: PrinterOptions): Printer {
  const waiting: string[] = [];
  let openQuestion: AbortController | undefined;
  let isAsking = false;
  let hasProgressLine = false;
  let hasGap = false;

  const write = (text: string): void => {
    if (hasProgressLine) output.write('\r\u001b[2K');
    hasProgressLine = false;
    // Words that bring an empty line of their own do not add it to the one that is there.
    const shown = hasGap && text.startsWith('\n') ? text.slice(1) : text;
    output.write(`${onlyStyles(shown, style)}\n`);
    hasGap = text === '' || text.endsWith('\n');
  };

  return {
    get isAsking() {
      return isAsking;
    },
    say(text) {
      if (!isAsking) {
        write(text);
        return;
      }
      waiting.push(text);
      openQuestion?.abort();
    },
    callOff() {
      openQuestion?.abort();
    },
    gap() {
      if (!hasGap) write('');
    },
    progress(text) {
      if (isAsking || output.isTTY !== true) return;
      output.write(`\r\u001b[2K${text}`);
      hasProgressLine = true;
    },
    async during(canCallOff, ask) {
      const controller = new AbortController();
      isAsking = true;
      openQuestion = canCallOff ? controller : undefined;
      try {
        return await ask(controller.signal);
      } finally {
        isAsking = false;
        openQuestion = undefined;
        for (const text of waiting.splice(0)) write(text);
      }
    },
  };
}
