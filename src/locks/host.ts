// What the lock asks the machine: which processes live, and since when.
import { readFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import path from 'node:path';
import nodeProcess from 'node:process';
import { isAlive } from '../system/living.ts';
import { outputOf } from '../system/output.ts';

/** The machine as the lock sees it; a test passes its own. */
export interface LockHost {
  /** The pid of this process. */
  readonly pid: number;
  readonly hostname: string;
  /** When the machine was started: a lock from before that is no one's, whichever program has that pid now. */
  readonly bootedMs?: number;
  isAlive(pid: number): boolean;
  /**
   * A text that two processes with the same pid do not share, undefined where the platform does not tell: when it was
   * started, or on Windows, where that takes seconds to find out, which program it runs.
   */
  startOf(pid: number): Promise<string | undefined>;
}

/** The machine of a Node process. @default this one */
export function lockHost(
  process: Pick<NodeJS.Process, 'pid' | 'platform' | 'execPath'> = nodeProcess,
): LockHost {
  return {
    pid: process.pid,
    hostname: hostname(),
    bootedMs: Date.now() - uptime() * 1000,
    isAlive,
    startOf(pid) {
      if (process.platform === 'linux') return linuxStart(pid);
      if (process.platform !== 'win32') return psStart(pid);
      return pid === process.pid
        ? Promise.resolve(path.win32.basename(process.execPath).toLowerCase())
        : windowsProgram(pid);
    },
  };
}

/** Boot id and start tick, from procfs (proc_pid_stat(5), field 22). */
async function linuxStart(pid: number): Promise<string | undefined> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The second field is the program's name in parentheses and may hold anything, parentheses too.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `${boot.trim()}/${ticks}`;
  } catch {
    // It has exited meanwhile, or may not be looked at: then its start is not known.
    return undefined;
  }
}

/** The program's file, `node.exe`: a pid that another program has by now is not the owner's. */
async function windowsProgram(pid: number): Promise<string | undefined> {
  const table = await outputOf('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
  return /^\s*"([^"]+)"/.exec(table)?.[1]?.toLowerCase();
}

async function psStart(pid: number): Promise<string | undefined> {
  const start = (await outputOf('ps', ['-o', 'lstart=', '-p', String(pid)])).trim();
  return start === '' ? undefined : start;
}
