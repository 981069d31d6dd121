// Opens a file in the learner's editor: VISUAL or EDITOR, as every terminal program does.
import path from 'node:path';
import { commandError } from '../facts/errors.ts';
import type { Host } from '../io/host.ts';

/** The editor's words: `code --wait` is a program and a flag; a path in quotes may hold spaces. */
export function parseEditor(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

/** Opens workspace files in the editor and waits for it to end; false where no editor is set. */
export function createEditor(host: Host, workspaceDir: string): (file: string) => Promise<boolean> {
  return async (file) => {
    const [program, ...args] = parseEditor(host.env['VISUAL'] || host.env['EDITOR'] || '');
    if (program === undefined) return false;
    // Loaded when an editor is opened: the first prompt must not wait for it.
    const { execa } = await import('execa');
    const result = await execa(program, [...args, path.join(workspaceDir, file)], {
      stdio: 'inherit',
      cwd: workspaceDir,
      env: { ...host.env },
      extendEnv: false,
      reject: false,
      cancelSignal: host.signal,
    });
    if (result.code === 'ENOENT') {
      throw commandError('no-editor', { program, file: path.join(workspaceDir, file) });
    }
    return true;
  };
}
