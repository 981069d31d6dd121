// The questions that the runner asks, on inquirer: one at a time, each can be called off from outside.
import type { Readable, Writable } from 'node:stream';
import inquirer from 'inquirer';
import { cleanText } from './style.ts';

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
  confirm(message: string, signal: AbortSignal): Promise<Answered>;
}

interface Keypress {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** Prompts on a pair of streams. */
export function createPrompts(streams: { readonly input: Readable; readonly output: Writable }): Prompts {
  type PromptModule = ReturnType<typeof inquirer.createPromptModule<never>>;

  async function ask(
    question: (prompt: PromptModule) => Promise<{ value?: unknown }>,
    signal: AbortSignal,
  ): Promise<Answered> {
    const leave = new AbortController();
    // readline closes on Ctrl-D and at the end of the input without a word to the prompt, which would then wait for ever.
    const onKeypress = (_text: string | undefined, key: Keypress | undefined): void => {
      if (key?.ctrl === true && key.name === 'd') leave.abort();
    };
    const onEnd = (): void => leave.abort();
    streams.input.on('keypress', onKeypress);
    streams.input.on('end', onEnd);
    try {
      const module = inquirer.createPromptModule({
        input: streams.input as NodeJS.ReadableStream,
        output: streams.output as NodeJS.WritableStream,
        signal: AbortSignal.any([signal, leave.signal]),
        clearPromptOnDone: true,
      });
      const { value } = await question(module);
      return { status: 'answered', value: String(value) };
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name === 'ExitPromptError' || leave.signal.aborted) return { status: 'left' };
      if (name === 'AbortPromptError') return { status: 'called-off' };
      throw error;
    } finally {
      streams.input.off('keypress', onKeypress);
      streams.input.off('end', onEnd);
    }
  }

  return {
    select(question, signal) {
      const message = cleanText(question.message);
      const choices = question.choices.map(({ value, name }) => ({ value, name: cleanText(name) }));
      const { pageSize } = question;
      return ask(
        (prompt) => prompt([{ type: 'select', name: 'value', message, choices, pageSize, loop: false }]),
        signal,
      );
    },
    input: (message, signal) =>
      ask((prompt) => prompt([{ type: 'input', name: 'value', message: cleanText(message) }]), signal),
    confirm: (message, signal) =>
      ask(
        (prompt) => prompt([{ type: 'confirm', name: 'value', message: cleanText(message), default: false }]),
        signal,
      ),
  };
}
