// Classes with hostile submissions of the tiny course: each has a program from test/fixtures/hostile-submissions that
// runs before the learner's own.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { LabFolder } from '../../support/lab.ts';

const fixture = (place: string): string => fileURLToPath(new URL(`../../fixtures/${place}`, import.meta.url));

export const TINY = fixture('tiny-course');
const RIGHT = path.join(TINY, 'steps/ring/variants/at-finish.ts');

/** What the hostile programs look for. */
export interface Places {
  /** Files and folders that a submission has no business with. */
  readonly others: readonly string[];
  /** Files with solutions. */
  readonly solutions: readonly string[];
  /** A port on which a server of the test listens. */
  readonly port: number;
}

/** Makes the workspace `class/NAME`: finished, and claimed to be. */
export async function addHonest(lab: LabFolder, name: string): Promise<string> {
  const dir = path.join(lab.dir, 'class', name);
  const made = await lab.run('init', dir, '--course', TINY, '--learner', name);
  if (made.exitCode !== 0) throw new Error(made.stderr);
  await cp(RIGHT, path.join(dir, 'server.ts'));
  const progress = { version: 1, steps: { ring: { status: 'passed', attempts: 1, hintsShown: 0 } } };
  await writeFile(path.join(dir, '.ecom-lab/progress.json'), JSON.stringify(progress));
  return dir;
}

/** The same, with a hostile program that runs first. `isFinished: false`: the work is claimed, not done. */
export async function addHostile(
  lab: LabFolder,
  name: string,
  options: { readonly places?: Places; readonly isFinished?: boolean } = {},
): Promise<string> {
  const dir = await addHonest(lab, name);
  const own = options.isFinished === false ? path.join(TINY, 'programs/silent.ts') : RIGHT;
  await cp(fixture(`hostile-submissions/${name}.ts`), path.join(dir, 'hostile.ts'));
  await writeFile(path.join(dir, 'server.ts'), `import './hostile.ts';\n${await readFile(own, 'utf8')}`);
  if (options.places !== undefined)
    await writeFile(path.join(dir, 'places.json'), JSON.stringify(options.places));
  return dir;
}

/** Makes a file or folder of the test. */
export async function addFile(file: string, text: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

/** Whether bubblewrap makes namespaces here. In CI it has to. */
export async function hasBubblewrap(): Promise<boolean> {
  const args = ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', '--', 'true'];
  const { exitCode } = await execa('bwrap', args, { reject: false });
  if (exitCode !== 0 && process.env['CI'] !== undefined) throw new Error('There is no usable bwrap in CI.');
  return exitCode === 0;
}
