// A learner's folder that is already some steps into the course, made once and copied for each test.
import { createHash } from 'node:crypto';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createLabFolder, type LabFolder } from '../../support/lab.ts';

/** Nothing listens there: npm is told at once that there is no registry, and the lab links its own copy. */
const NO_REGISTRY = 'http://127.0.0.1:9';

/** The step that the learner is at. */
export const CURRENT = { id: 'count-requests', number: 4 };

/** Environment of every lab in this suite: no registry but the one that a test gives. */
export const ENV = { npm_config_registry: NO_REGISTRY, npm_config_fetch_retries: '0' };

/** A workspace at a step, with prom-client linked. */
export async function makeLearner(current = CURRENT.id): Promise<LabFolder> {
  const folder = await createLabFolder(ENV);
  await expectDone(folder.run('init'));
  await expectDone(folder.run('apply', 'install-client'));
  const file = path.join(folder.workspace, '.ecom-lab', 'progress.json');
  const progress = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...progress, current }));
  return folder;
}

async function expectDone(result: ReturnType<LabFolder['run']>): Promise<void> {
  const { exitCode, stdout, stderr } = await result;
  if (exitCode !== 0) throw new Error(`the learner could not be made:\n${stdout}\n${stderr}`);
}

/** A copy of a learner's folder, with this program as its main.ts. */
export async function copyLearner(
  learner: LabFolder,
  program: string,
  env: Readonly<Record<string, string>> = {},
): Promise<LabFolder> {
  const folder = await createLabFolder({ ...ENV, ...env });
  await cp(learner.workspace, folder.workspace, { recursive: true, verbatimSymlinks: true });
  await writeFile(path.join(folder.workspace, 'main.ts'), program);
  return folder;
}

/** Every file of the learner's own with a digest of its bytes. */
export async function learnerFiles(folder: LabFolder): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(folder.workspace, { withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.trace'))
    .map(({ name }) => name);
  const digests = await Promise.all(
    files.toSorted().map(async (name) => {
      const bytes = await readFile(path.join(folder.workspace, name));
      return [name, createHash('sha256').update(bytes).digest('hex')] as const;
    }),
  );
  return Object.fromEntries(digests);
}
