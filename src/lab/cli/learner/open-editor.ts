// Opens a file in the learner's editor: VISUAL or EDITOR, as every terminal program does, else the one that is open.
import path from 'node:path';
import { commandError } from '../facts/errors.ts';
import type { Host } from '../io/host.ts';

/** The editor's words: `code --wait` is a program and a flag; a path in quotes may hold spaces. */
export function parseEditor(text: string): readonly string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

/** Opens workspace files in the editor and waits for it to exit; false if there is no editor to open. */
export function createEditor(
  host: Pick<Host, 'env' | 'signal'>,
  workspaceDir: string,
): (file: string) => Promise<boolean> {
  return async (file) => {
    const { VISUAL: visual, EDITOR: editor } = host.env;
    // Set but empty, they say that the learner wants none.
    const isChosen = visual !== undefined || editor !== undefined;
    const [program, ...args] = isChosen ? parseEditor(visual || editor || '') : await runningEditor();
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
    if (result.code !== 'ENOENT') return true;
    // The command of an editor that runs need not be on PATH.
    if (!isChosen) return false;
    throw commandError('no-editor', { program, file: path.join(workspaceDir, file) });
  };
}

/** The command of an editor of this user that is open now: VS Code, one of JetBrains, Sublime Text and others. */
async function runningEditor(): Promise<readonly string[]> {
  const { default: guessEditor } = await import('launch-editor/guess.js');
  const [program] = guessEditor();
  return program === null || program === undefined ? [] : [program];
}
