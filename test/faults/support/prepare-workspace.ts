// A workspace in the middle of the course, made without walking there: the files and the progress a learner would have.
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LAB_BIN, type LabFolder } from '../../support/lab.ts';

const root = path.dirname(path.dirname(LAB_BIN));

export interface Preparation {
  /** The step that the learner is at. */
  readonly step: string;
  /** A stage of `src/app`, whose program becomes main.ts. @default 'base' */
  readonly stage?: string;
  /** Relative to the test's folder. @default 'ecom-lab' */
  readonly dir?: string;
}

/** The program of a stage. */
export function stageText(stage: string): Promise<string> {
  return readFile(path.join(root, 'src/app', `${stage}.ts`), 'utf8');
}

/** Makes the workspace; its path is given back. prom-client is linked, so that no registry is asked. */
export async function prepareWorkspace(folder: LabFolder, preparation: Preparation): Promise<string> {
  const { step, stage = 'base', dir = 'ecom-lab' } = preparation;
  const made = await folder.run('init', dir);
  if (made.exitCode !== 0) throw new Error(`init failed: ${made.stdout}${made.stderr}`);
  const workspace = path.join(folder.dir, dir);
  await writeFile(path.join(workspace, 'main.ts'), await stageText(stage));
  const manifest = path.join(workspace, 'package.json');
  const parsed = JSON.parse(await readFile(manifest, 'utf8')) as { dependencies?: Record<string, string> };
  const dependencies = { ...parsed.dependencies, 'prom-client': '^15.1.3' };
  await writeFile(manifest, `${JSON.stringify({ ...parsed, dependencies }, undefined, 2)}\n`);
  await mkdir(path.join(workspace, 'node_modules'), { recursive: true });
  await symlink(
    path.join(root, 'node_modules/prom-client'),
    path.join(workspace, 'node_modules/prom-client'),
    'junction',
  );
  const progress = { version: 1, current: step, steps: {} };
  await writeFile(path.join(workspace, '.ecom-lab/progress.json'), JSON.stringify(progress));
  return workspace;
}
