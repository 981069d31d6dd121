// Programs that do not want to end, and those whose children hold on to their output.
import { tmpdir } from 'node:os';
import process, { execPath, platform } from 'node:process';
import { describe, expect, test } from 'vitest';
import { runBound } from '../../../src/lab/children/run-bound.ts';

/** Starts a program in its own session that keeps this one's output open, and tells its pid. */
const LEAVES_A_CHILD = `
  const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    detached: true, stdio: 'inherit',
  });
  child.unref();
  console.log(child.pid);`;

const run = (code: string, signal: AbortSignal, onLine?: (line: string) => void) =>
  runBound({
    file: execPath,
    args: ['-e', code],
    cwd: tmpdir(),
    platform,
    signal,
    ...(onLine === undefined ? {} : { onLine }),
  });

describe('a program whose child still holds its output open', () => {
  test('counts as ended when it has exited', async () => {
    const end = await run(LEAVES_A_CHILD, new AbortController().signal);
    process.kill(Number(end.stdout));
    expect(end.code).toBe(0);
  });

  test('ends with the signal', async () => {
    const controller = new AbortController();
    let child: number | undefined;
    const running = run(`${LEAVES_A_CHILD} setInterval(() => {}, 1000);`, controller.signal, (line) => {
      child = Number(line);
      controller.abort(new Error('enough'));
    });
    await expect(running).rejects.toThrow('enough');
    if (child !== undefined) process.kill(child);
  });
});
