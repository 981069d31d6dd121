import { describe, expect, test } from 'vitest';
import { startDeadline } from '../../src/lab/model/deadline.ts';

const whenAborted = (signal: AbortSignal): Promise<unknown> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(signal.reason), { once: true }));

describe('a deadline', () => {
  test('ends the wait when its time is over, and gives the time as the reason', async () => {
    const deadline = startDeadline(new AbortController().signal, 5);
    await expect(whenAborted(deadline.signal)).resolves.toMatchObject({ name: 'TimeoutError' });
    expect(deadline.isOver).toBe(true);
  });

  test('ends with the given signal, and keeps its reason', async () => {
    const controller = new AbortController();
    const deadline = startDeadline(controller.signal, 60_000);
    const ended = whenAborted(deadline.signal);
    const reason = new Error('the learner left');
    controller.abort(reason);
    await expect(ended).resolves.toBe(reason);
    expect(deadline.isOver).toBe(false);
    deadline.clear();
  });

  test('survives garbage collection', async () => {
    const waits = Array.from({ length: 200 }, () =>
      whenAborted(startDeadline(new AbortController().signal, 50).signal),
    );
    // Enough garbage for several collections while the deadlines run.
    for (let i = 0; i < 200; i += 1) Array.from({ length: 50_000 }, () => ({}));
    await expect(Promise.all(waits)).resolves.toHaveLength(200);
  });
});
