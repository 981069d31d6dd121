// Runs the checks of a step against one file of its corpus, in a workspace of its own, as a session does.
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIsolatedRun } from '../../../../src/lab/app-process/index.ts';
import { runCheck } from '../../../../src/lab/checks/index.ts';
import type { AppStart } from '../../../../src/lab/model/app-run.ts';
import type { CheckSpec } from '../../../../src/lab/model/schema.ts';
import type { Verdict } from '../../../../src/lab/model/verdict.ts';
import { testHook } from '../../app-process/support/workspace.ts';
import { contextWith } from './context.ts';

const repo = join(import.meta.dirname, '../../../..');

/** The text of a stage of the shop. */
export function stageText(stage: string): Promise<string> {
  return readFile(join(repo, `src/app/${stage}.ts`), 'utf8');
}

/** The verdicts of the checks on a program, up to the first that is no pass. */
export async function judgeProgram(text: string, specs: readonly CheckSpec[]): Promise<readonly Verdict[]> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'ecom-lab-check-')));
  const signal = new AbortController().signal;
  let start: Promise<AppStart> | undefined;
  try {
    await mkdir(join(dir, 'node_modules'));
    for (const name of ['express', 'prom-client']) {
      await symlink(join(repo, 'node_modules', name), join(dir, 'node_modules', name), 'junction');
    }
    await cp(join(repo, 'src/app/store.ts'), join(dir, 'store.ts'));
    await writeFile(join(dir, 'package.json'), '{ "type": "module" }\n');
    await writeFile(join(dir, 'main.ts'), text);
    const hookFile = await testHook();
    const context = contextWith({
      signal,
      workspaceDir: dir,
      readFile: (path) => readFile(join(dir, path), 'utf8'),
      isolatedRun: () => {
        start ??= startIsolatedRun({
          workspaceDir: dir,
          entry: 'main.ts',
          env: process.env,
          nodePath: process.execPath,
          hookFile,
          readyPort: 3000,
          signal,
        });
        return start;
      },
    });
    const verdicts: Verdict[] = [];
    for (const spec of specs) {
      const verdict = await runCheck(spec, context);
      verdicts.push(verdict);
      if (verdict.status !== 'pass') break;
    }
    return verdicts;
  } finally {
    const started = await start;
    if (started?.status === 'running') await started.run.stop();
    await rm(dir, { recursive: true, force: true });
  }
}
