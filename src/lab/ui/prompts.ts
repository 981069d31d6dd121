// The questions that the runner asks, on inquirer: one at a time, each can be called off from outside.
import type { Readable, Writable } from 'node:stream';
import inquirer from 'inquirer';
import { ui } from '../words/index.ts';
import { openKeys } from './keys.ts';
import { asLines, asOneLine, createPasteFilter, TELL_PASTES } from './pasted-lines.ts';
import { proseColumns, wrap } from './render/layout.ts';
import { cleanText } from './render/style.ts';

/** What inquirer says that the keys of a menu do. */
const KEY_WORDS: Readonly<Record<string, string>> = {
  navigate: ui.menu.keys.move,
  select: ui.menu.keys.choose,
};

export interface Choice {
  readonly value: string;
  readonly name: string;
}

/** `answered`; `called-off` by the signal that was given; `left` by Ctrl-C, Ctrl-D or the end of the input. */
export type Answered =
  | { readonly status: 'answered'; readonly value: string }
  | { readonly status: 'called-off' }
  | { readonly status: 'left' };

export interface Prompts {
  select(
    question: { readonly message: string; readonly choices: readonly Choice[]; readonly pageSize: number },
    signal: AbortSignal,
  ): Promise<Answered>;
  input(message: string, signal: AbortSignal): Promise<Answered>;
  /** Asks for a text that may have several lines, as when it is pasted. `text`: what is there to be edited. */
  lines(
    question: { readonly message: string; readonly text: string },
    signal: AbortSignal,
  ): Promise<Answered>;
  confirm(message: string, signal: AbortSignal): Promise<Answered>;
}

/** How the program is stopped and resumed in the terminal of the questions. */
export interface JobControl {
  /** Stops the program as Ctrl-Z does. Resolves when it is resumed, or soon if nothing can stop it. */
  suspend(): Promise<void>;
  /** Calls the listener each time that the program is resumed. The returned function removes it. */
  onResume(listener: () => void): () => void;
}

export interface PromptStreams {
  readonly input: Readable;
  readonly output: Writable & { readonly columns?: number; readonly isTTY?: boolean };
  readonly jobs: JobControl;
}

interface Keypress {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** How a prompt ended: with an answer, or early, because the program was suspended or resumed. */
type AskedOnce = Answered | { readonly status: 'stopping' } | { readonly status: 'resumed' };

/** Prompts on a pair of streams. */
export function createPrompts({ input, output, jobs }: PromptStreams): Prompts {
  type PromptModule = ReturnType<typeof inquirer.createPromptModule<never>>;
  type Question = (prompt: PromptModule) => Promise<{ value?: unknown }>;

  /** A shell takes the terminal over while the program is stopped: what is asked then is asked once more. */
  async function ask(question: Question, signal: AbortSignal, hasLines = false): Promise<Answered> {
    for (;;) {
      const end = await askOnce(question, signal, hasLines);
      if (end.status === 'stopping') await jobs.suspend();
      else if (end.status !== 'resumed') return end;
    }
  }

  async function askOnce(question: Question, signal: AbortSignal, hasLines: boolean): Promise<AskedOnce> {
    const leave = new AbortController();
    const again = new AbortController();
    let why: 'stopping' | 'resumed' = 'resumed';
    // readline closes on Ctrl-D and at the end of the input without a word to the prompt, which would then wait forever.
    const onKeypress = (_text: string | undefined, key: Keypress | undefined): void => {
      if (key?.ctrl === true && key.name === 'd') leave.abort();
    };
    const onEnd = (): void => leave.abort();
    const onCtrlZ = (): void => {
      why = 'stopping';
      again.abort();
    };
    const keys = openKeys(input, onCtrlZ, ...(hasLines ? [createPasteFilter()] : []));
    const tellsPastes = hasLines && output.isTTY === true;
    if (tellsPastes) output.write(TELL_PASTES.on);
    const stopListening = jobs.onResume(() => again.abort());
    keys.stream.on('keypress', onKeypress);
    input.on('end', onEnd);
    try {
      const module = inquirer.createPromptModule({
        input: keys.stream as NodeJS.ReadableStream,
        output: output as NodeJS.WritableStream,
        signal: AbortSignal.any([signal, leave.signal, again.signal]),
        clearPromptOnDone: true,
      });
      const { value } = await question(module);
      return { status: 'answered', value: String(value) };
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name === 'ExitPromptError' || leave.signal.aborted) return { status: 'left' };
      if (name !== 'AbortPromptError') throw error;
      return again.signal.aborted && !signal.aborted ? { status: why } : { status: 'called-off' };
    } finally {
      if (tellsPastes) output.write(TELL_PASTES.off);
      stopListening();
      keys.stream.off('keypress', onKeypress);
      input.off('end', onEnd);
      keys.close();
    }
  }

  /** inquirer takes any terminal for one of 80 columns. The first two are the mark of a line. */
  const fit = (text: string): string => wrap(cleanText(text), proseColumns(output.columns) - 2, '  ', '');

  /** The keys that a menu takes, below it. */
  const keysHelpTip = (keys: readonly [key: string, action: string][]): string =>
    wrap(
      keys.map(([key, action]) => `${key} ${KEY_WORDS[action] ?? action}`).join(' • '),
      proseColumns(output.columns),
    );
  const theme = { style: { keysHelpTip } };

  return {
    select(question, signal) {
      const message = fit(question.message);
      const choices = question.choices.map(({ value, name }) => ({ value, name: fit(name) }));
      const { pageSize } = question;
      return ask(
        (prompt) =>
          prompt([{ type: 'select', name: 'value', message, choices, pageSize, loop: false, theme }]),
        signal,
      );
    },
    input(question, signal) {
      const message = fit(question);
      let typed = '';
      const transformer = (text: string): string => (typed = text);
      return ask(
        (prompt) =>
          // What was typed before the program was stopped is there again.
          prompt([
            { type: 'input', name: 'value', message, default: typed, prefill: 'editable', transformer },
          ]),
        signal,
      );
    },
    async lines({ message: question, text }, signal) {
      const message = fit(question);
      let typed = asOneLine(text);
      const transformer = (line: string, { isFinal }: { readonly isFinal: boolean }): string => {
        // An empty line is an answer, too: inquirer would take the text that was there to be edited.
        if (!isFinal) typed = line;
        return line;
      };
      const answered = await ask(
        (prompt) =>
          prompt([
            { type: 'input', name: 'value', message, default: typed, prefill: 'editable', transformer },
          ]),
        signal,
        true,
      );
      return answered.status === 'answered' ? { ...answered, value: asLines(typed) } : answered;
    },
    confirm: (message, signal) =>
      ask(
        (prompt) => prompt([{ type: 'confirm', name: 'value', message: fit(message), default: false }]),
        signal,
      ),
  };
}
