// A command without a terminal, as an editor or a script starts one: nothing but the lab itself ends what it started.
import { spawn } from 'node:child_process';
import { LAB_BIN, type LabFolder } from '../../support/lab.ts';
import type { TerminalProgram } from '../../support/terminal.ts';

/** What a program in a terminal and one without have in common. */
export type RunningProgram = Pick<TerminalProgram, 'pid' | 'exited' | 'screen'> & {
  readonly kill: (signal: NodeJS.Signals) => void;
};

/** Starts one command of the lab in the folder. */
export function startHeadless(folder: LabFolder, ...args: readonly string[]): RunningProgram {
  const child = spawn(process.execPath, [LAB_BIN, ...args], {
    cwd: folder.dir,
    env: folder.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  return {
    pid: child.pid ?? 0,
    screen: () => printed,
    kill: (signal) => child.kill(signal),
    exited: new Promise((resolve) => {
      child.once('close', (code) => resolve({ exitCode: code ?? -1, signal: undefined }));
    }),
  };
}
