// How long the hook waits for an app to come to rest.
import { describe, expect, test } from 'vitest';
import { whenAtRest, type Activity } from '../../../../../src/lab/runtimes/node/hook/time/rest.ts';

const options = { mayBeOpen: false, signal: new AbortController().signal };
const nothing: Activity = { open: 0, calls: 0, computing: 0, isDue: false };

describe('an app that is at work for longer than the limit of 8 s', () => {
  test.concurrent('is waited for as long as some of its work gets done', async () => {
    const startMs = performance.now();
    const left = (): number => Math.max(0, 3 - Math.floor((performance.now() - startMs) / 3_500));
    expect(await whenAtRest(() => ({ ...nothing, computing: left() }), options)).toBeUndefined();
    expect(performance.now() - startMs).toBeGreaterThan(10_000);
  });

  test.concurrent('is given up where none gets done, and what it waits for is said', async () => {
    expect(await whenAtRest(() => ({ ...nothing, computing: 1 }), options)).toBe('computing');
  });
});
