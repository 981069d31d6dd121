import { expect, test } from 'vitest';
import { manualClock } from '../../src/prometheus/model/clock.ts';

test('a manual clock fires due timers in order, each at its own time', async () => {
  const clock = manualClock(1000);
  const fired: [string, number][] = [];
  clock.after(30, () => fired.push(['late', clock.now()]));
  clock.after(10, () => {
    fired.push(['early', clock.now()]);
    clock.after(5, () => fired.push(['added', clock.now()]));
  });
  clock.after(40, () => fired.push(['beyond', clock.now()]));
  const cancel = clock.after(20, () => fired.push(['canceled', clock.now()]));
  cancel();
  await clock.advance(30);
  expect(fired).toEqual([
    ['early', 1010],
    ['added', 1015],
    ['late', 1030],
  ]);
  expect(clock.now()).toBe(1030);
});

test('a manual clock waits for the work that a timer started before it advances', async () => {
  const clock = manualClock(0);
  const seen: string[] = [];
  let work: Promise<void> | undefined;
  clock.after(10, () => {
    work = new Promise<void>((resolve) => setTimeout(resolve, 5)).then(() => void seen.push('work done'));
  });
  clock.after(20, () => seen.push('second timer'));
  await clock.advance(20, async () => work);
  expect(seen).toEqual(['work done', 'second timer']);
});
