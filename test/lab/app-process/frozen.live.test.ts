// Whether an app is frozen is decided by what it does with its processor time, on a machine of any speed.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { isFrozen } from '../../../src/lab/app-process/run/frozen.ts';
import { createAppLink, type AppLink } from '../../../src/lab/app-process/spawn/link.ts';
import { processorMs } from '../../../src/lab/children/processor-time.ts';

const never = new AbortController().signal;

/** A program that has printed something, and its number. */
async function run(code: string): Promise<{ readonly child: ChildProcess; readonly pid: number }> {
  const child = spawn(process.execPath, ['-e', `console.log('here');${code}`], { detached: true });
  const { pid } = child;
  if (pid === undefined) throw new Error('node was not started');
  // With what it has started.
  onTestFinished(() => void process.kill(-pid, 'SIGKILL'));
  await once(child.stdout, 'data');
  return { child, pid };
}

/** A link whose orders are not answered. */
const silent = (): AppLink => createAppLink(() => undefined);

test('an endless loop is frozen', async () => {
  const { pid } = await run('for (;;);');
  expect(await isFrozen({ pid, link: silent() }, never, { loopMs: 500 })).toBe(true);
});

test('a loop in a child process that the app waits for is frozen too', async () => {
  const { pid } = await run(
    `require('node:child_process').execFileSync(process.execPath, ['-e', 'for (;;);'], { stdio: 'inherit' });`,
  );
  const frozen = await isFrozen({ pid, link: silent() }, never, { loopMs: 500 });
  expect(frozen).toBe(true);
});

test('a program that gets no processor time is not frozen', async () => {
  const { child, pid } = await run('for (;;);');
  child.kill('SIGSTOP');
  await expect(isFrozen({ pid, link: silent() }, never, { silenceMs: 2_000 })).rejects.toMatchObject({
    code: 'app-silent',
  });
});

test('a program that responds, however late, is not frozen', async () => {
  const { pid } = await run('for (;;);');
  let sent = 0;
  const link: AppLink = createAppLink(() => (sent += 1));
  const frozen = isFrozen({ pid, link }, never, { loopMs: 60_000 });
  while (((await processorMs(pid)) ?? 0) < 1_500);
  link.answer({ id: 1 });
  expect(await frozen).toBe(false);
  expect(sent).toBeGreaterThan(0);
});

test('a program that is gone is reported, as is the end of the wait', async () => {
  const { pid } = await run('for (;;);');
  const link = silent();
  const frozen = isFrozen({ pid, link }, never);
  link.end();
  await expect(frozen).rejects.toMatchObject({ code: 'app-gone' });
  await expect(isFrozen({ pid, link: silent() }, AbortSignal.abort(new Error('over')))).rejects.toThrow(
    'over',
  );
});
