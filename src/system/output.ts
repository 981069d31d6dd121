// What a program of the system prints.
import { execFile } from 'node:child_process';

/** What a program prints; empty where it is missing, fails or takes too long. */
export function outputOf(program: string, args: readonly string[], limitMs = 5000): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: limitMs, windowsHide: true }, (error, stdout) =>
      resolve(error === null ? stdout : ''),
    );
  });
}
