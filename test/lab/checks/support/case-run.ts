// Runs the checks of a step against one program, in a workspace of its own, as a session does.
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startIsolatedRun } from '../../../../src/lab/app-process/index.ts';
import { runCheck } from '../../../../src/lab/checks/index.ts';
import type { AppStart } from '../../../../src/lab/model/app-run.ts';
import type { CheckSpec } from '../../../../src/lab/checks/index.ts';
import type { Verdict } from '../../../../src/lab/model/verdict.ts';
import { makeWorkspace } from '../../app-process/support/workspace.ts';
import { contextWith } from './context.ts';

const shop = join(import.meta.dirname, '../../../../src/app');

/** The verdicts of the checks on a program, up to the first that is no pass. */
export const judgeProgram = (text: string, specs: readonly CheckSpec[]): Promise<readonly Verdict[]> =>
  judgeFiles(new Map([['main.ts', text]]), specs);

/** The verdicts of the checks on a program of several files, by their paths. */
export async function judgeFiles(
  files: ReadonlyMap<string, string>,
  specs: readonly CheckSpec[],
): Promise<readonly Verdict[]> {
  await using workspace = await makeWorkspace(files.get('main.ts') ?? '\n');
  // The corpus uses the shop's own store and catalog.
  for (const file of ['store.ts', 'catalog.ts'])
    await workspace.write(file, await readFile(join(shop, file), 'utf8'));
  for (const [file, text] of files) {
    await mkdir(dirname(join(workspace.dir, file)), { recursive: true });
    await workspace.write(file, text);
  }
  const signal = new AbortController().signal;
  let start: Promise<AppStart> | undefined;
  let live: Promise<AppStart> | undefined;
  const context = contextWith({
    signal,
    workspaceDir: workspace.dir,
    readFile: (path) => readFile(join(workspace.dir, path), 'utf8'),
    isolatedRun: () => (start ??= startIsolatedRun({ ...workspace.options, signal })),
    // To a check, a second start of the program.
    liveApp: () => (live ??= startIsolatedRun({ ...workspace.options, signal })),
  });
  try {
    const verdicts: Verdict[] = [];
    for (const spec of specs) {
      const verdict = await runCheck(spec, context);
      verdicts.push(verdict);
      if (verdict.status !== 'pass') break;
    }
    return verdicts;
  } finally {
    for (const started of await Promise.all([start, live]))
      if (started?.status === 'running') await started.run.stop();
  }
}
