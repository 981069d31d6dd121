import { describe, expect, test } from 'vitest';
import { createQueue, turnsOf } from '../../../src/lab/session/work/queue.ts';

const never = new AbortController().signal;

/** Work that ends when it is told to. */
function work<T>(result: T): { readonly run: () => Promise<T>; readonly end: () => void; hasBegun: boolean } {
  let end: (() => void) | undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const self = {
    hasBegun: false,
    end: () => end?.(),
    run: async () => {
      self.hasBegun = true;
      await ended;
      return result;
    },
  };
  return self;
}

describe('one thing at a time', () => {
  test('the next one begins after the one before has succeeded or failed', async () => {
    const queue = createQueue();
    const failed = queue.run(never, () => Promise.reject(new Error('no')));
    const [first, second] = [work(1), work(2)];
    const one = queue.run(never, first.run);
    const two = queue.run(never, second.run);
    await expect(failed).rejects.toThrow('no');
    expect([first.hasBegun, second.hasBegun]).toEqual([true, false]);
    first.end();
    expect(await one).toBe(1);
    second.end();
    expect(await two).toBe(2);
  });

  test('work that was canceled before its turn never begins', async () => {
    const queue = createQueue();
    const [first, second] = [work(1), work(2)];
    const one = queue.run(never, first.run);
    const caller = new AbortController();
    const two = queue.run(caller.signal, second.run);
    caller.abort(new Error('gone'));
    first.end();
    await one;
    await expect(two).rejects.toThrow('gone');
    expect(second.hasBegun).toBe(false);
  });

  test('is idle when nothing is left to do', async () => {
    const queue = createQueue();
    const only = work(1);
    const one = queue.run(never, only.run);
    let isIdle = false;
    const idle = queue.idle().then(() => (isIdle = true));
    await Promise.resolve();
    expect(isIdle).toBe(false);
    only.end();
    await idle;
    expect(await one).toBe(1);
  });
});

test('a turn gets a signal that aborts with that of the caller and with that of the queue', async () => {
  const [caller, owner] = [new AbortController(), new AbortController()];
  const inTurn = turnsOf(createQueue(), owner.signal);
  const signals: AbortSignal[] = [];
  const keep = (signal: AbortSignal): Promise<void> => {
    signals.push(signal);
    return Promise.resolve();
  };
  await inTurn(caller.signal, keep);
  await inTurn(never, keep);
  caller.abort();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
  owner.abort();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, true]);
});
