// The folders that the system gives a process, where it has them to give.
import { homedir } from 'node:os';
import path from 'node:path';

/** The current folder; undefined where it was deleted. */
export function currentFolder(process: Pick<NodeJS.Process, 'cwd'>): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** The user's home; for a user without one (a number in a container), a folder that does not exist. */
export function homeFolder(cwd: string): string {
  try {
    return homedir();
  } catch {
    return path.join(path.parse(cwd).root, 'nonexistent');
  }
}
