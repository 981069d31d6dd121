// Writes to the terminal without tearing an open menu: what is said while one is open calls it off first.
import type { Writable } from 'node:stream';

export interface Printer {
  /** Whether a question is open. */
  readonly isAsking: boolean;
  /** Prints lines now, or as soon as the question that is open has been called off or answered. */
  say(text: string): void;
  /** Rewrites the current line on a terminal; elsewhere only `isLast` is printed. */
  progress(text: string, isLast: boolean): void;
  /**
   * Runs a question. While it is open, `say` waits; where `canCallOff`, it also aborts the question's signal so that
   * the words appear at once and the question is asked again below them.
   */
  during<T>(canCallOff: boolean, ask: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** A printer for a stream. */
export function createPrinter(output: Writable & { readonly isTTY?: boolean }): Printer {
  const waiting: string[] = [];
  let openQuestion: AbortController | undefined;
  let isAsking = false;
  let hasProgressLine = false;

  const write = (text: string): void => {
    if (hasProgressLine) {
      output.write('\n');
      hasProgressLine = false;
    }
    output.write(`${text}\n`);
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
    progress(text, isLast) {
      if (isAsking) return;
      if (output.isTTY === true) {
        output.write(`\r\u001b[2K${text}${isLast ? '\n' : ''}`);
        hasProgressLine = !isLast;
      } else if (isLast) {
        output.write(`${text}\n`);
      }
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
