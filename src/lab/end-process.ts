// Ends the process, whatever the state of its terminal and its threads. `process.exit` alone does not do that: it waits
// for calls that a file system never completes, and a closed terminal makes Node abort with a core dump.
import { setTimeout as wait } from 'node:timers/promises';
import { isatty } from 'node:tty';

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type EndSignal = keyof typeof SIGNALS;

/** What a call to the file system, or a name look-up, is called while it is under way in a thread. */
const THREAD_CALL = /^(?:FSReq|GetAddrInfoReq)/;

const isInCall = (process: NodeJS.Process): boolean =>
  process.getActiveResourcesInfo().some((name) => THREAD_CALL.test(name));

/** Whether one of the streams was a terminal whose window is closed now. */
const isTerminalGone = ({ stdin, stdout, stderr }: NodeJS.Process): boolean =>
  [stdin, stdout, stderr].some((stream, fd) => stream.isTTY && !isatty(fd));

/** Ends the process now. Where it cannot exit with the code, the signal that a shell turns into this code ends it. */
export function endNow(process: NodeJS.Process, exitCode: number): void {
  // From here on a Ctrl-C is the system's own.
  for (const name of Object.keys(SIGNALS)) process.removeAllListeners(name);
  const isGone = isTerminalGone(process);
  if (!isGone && !isInCall(process)) process.exit(exitCode);
  if (!isGone && process.stdin.isTTY) process.stdin.setRawMode(false);
  if (!isGone && process.stdout.isTTY) process.stdout.write(SHOW_CURSOR);
  const signal = Object.keys(SIGNALS).find((name) => SIGNALS[name as EndSignal] === exitCode) ?? 'SIGTERM';
  process.kill(process.pid, signal);
}

const SHOW_CURSOR = '\u001b[?25h';

/** A call that a disk answers is over by then. */
const CALL_LIMIT_MS = 500;
const LOOK_EVERY_MS = 10;

/** Ends the process when the calls that are under way are over, or when it is clear that one of them never will be. */
export async function endInOrder(process: NodeJS.Process, exitCode: number): Promise<void> {
  const endMs = performance.now() + CALL_LIMIT_MS;
  // The threads have no event for this.
  while (isInCall(process) && performance.now() < endMs) await wait(LOOK_EVERY_MS);
  endNow(process, exitCode);
}
