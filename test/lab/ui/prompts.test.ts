// The lab's prompts on streams of their own, as a person at a keyboard meets them.
import type { Readable, Writable } from 'node:stream';
import { render } from '@inquirer/testing';
import { describe, expect, test } from 'vitest';
import { NO_JOBS } from '../../support/no-jobs.ts';
import { createPrompts, type Answered, type Prompts } from '../../../src/lab/ui/prompts.ts';

const choices = [
  { value: 'check', name: 'Check my work' },
  { value: 'hint', name: 'Show a hint (1 of 3)' },
  { value: 'quit', name: 'Quit (you can continue later)' },
];

/** Opens a question on streams of its own and waits until it is on the screen. */
async function open(
  ask: (prompts: Prompts, signal: AbortSignal) => Promise<Answered>,
  signal = new AbortController().signal,
) {
  const prompt = await render(
    (_config: object, context?: { input?: NodeJS.ReadableStream; output?: NodeJS.WritableStream }) =>
      ask(
        createPrompts({
          input: context?.input as Readable,
          output: context?.output as Writable,
          jobs: NO_JOBS,
        }),
        signal,
      ),
    {},
  );
  if (prompt.getScreen() === '') await prompt.nextRender();
  return prompt;
}

const openMenu = (signal?: AbortSignal) =>
  open((prompts, own) => prompts.select({ message: 'What next?', choices, pageSize: 10 }, own), signal);

describe('the menu', () => {
  test('shows all entries with the first one selected', async () => {
    const { answer, events, getScreen } = await openMenu();
    expect(getScreen()).toContain('What next?');
    expect(getScreen()).toContain('❯ Check my work');
    expect(getScreen()).toContain('Quit (you can continue later)');
    events.keypress('enter');
    await expect(answer).resolves.toEqual({ status: 'answered', value: 'check' });
  });

  test('moves with the arrow keys, but not past its end', async () => {
    const { answer, events } = await openMenu();
    for (let count = 0; count < 5; count += 1) events.keypress('down');
    events.keypress('enter');
    await expect(answer).resolves.toEqual({ status: 'answered', value: 'quit' });
  });

  test('moves to the entry that starts with the typed text', async () => {
    const { answer, events } = await openMenu();
    events.type('Show');
    events.keypress('enter');
    await expect(answer).resolves.toEqual({ status: 'answered', value: 'hint' });
  });

  test('is closed by its signal, so that events can be printed', async () => {
    const calledOff = new AbortController();
    const { answer } = await openMenu(calledOff.signal);
    calledOff.abort();
    await expect(answer).resolves.toEqual({ status: 'called-off' });
  });
});

describe('every question', () => {
  const kinds: [string, (prompts: Prompts, signal: AbortSignal) => Promise<Answered>][] = [
    ['a menu', (prompts, signal) => prompts.select({ message: '?', choices, pageSize: 10 }, signal)],
    ['a line', (prompts, signal) => prompts.input('How many?', signal)],
    ['a yes or no', (prompts, signal) => prompts.confirm('Sure?', signal)],
  ];

  test.each(kinds)('%s is canceled by Ctrl-D', async (_kind, ask) => {
    const { answer, events } = await open(ask);
    events.keypress({ name: 'd', ctrl: true });
    await expect(answer).resolves.toEqual({ status: 'left' });
  });

  test.each(kinds)('%s is canceled when the input ends', async (_kind, ask) => {
    const { answer, input } = await open(ask);
    input.emit('end');
    await expect(answer).resolves.toEqual({ status: 'left' });
  });

  test.each(kinds)('%s releases the input when it is done', async (_kind, ask) => {
    const { answer, events, input } = await open(ask);
    const before = input.listenerCount('end');
    events.keypress('enter');
    await answer;
    expect(input.listenerCount('end')).toBeLessThan(before);
  });
});

describe('a line', () => {
  test('returns what was typed', async () => {
    const { answer, events } = await open((prompts, signal) => prompts.input('How many?', signal));
    events.type('100');
    events.keypress('enter');
    await expect(answer).resolves.toEqual({ status: 'answered', value: '100' });
  });
});

describe('a yes or no', () => {
  test.each([
    ['', 'false'],
    ['y', 'true'],
    ['n', 'false'],
  ])('%j and Enter means %s: nothing is replaced by mistake', async (typed, value) => {
    const { answer, events } = await open((prompts, signal) => prompts.confirm('Sure?', signal));
    events.type(typed);
    events.keypress('enter');
    await expect(answer).resolves.toEqual({ status: 'answered', value });
  });
});

const openLines = (text: string) =>
  open((prompts, own) => prompts.lines({ message: 'Your query:', text }, own));

describe('a question for lines', () => {
  test('begins with the text that is there, which Enter gives back as it was', async () => {
    const { answer, events, getScreen } = await openLines('sum(\n  x\n)\n');
    expect(getScreen()).toContain('Your query: sum(⏎  x⏎)');
    events.keypress('enter');
    await expect(answer).resolves.toEqual({ status: 'answered', value: 'sum(\n  x\n)' });
  });

  test('takes what is typed behind it', async () => {
    const { answer, events } = await openLines('x');
    events.type('[5m]');
    events.keypress('enter');
    await expect(answer).resolves.toEqual({ status: 'answered', value: 'x[5m]' });
  });
});
