// A small course with every kind of solution, and workspaces of it in temporary folders.
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import type { Course, Step } from '../../../src/lab/course/index.ts';
import type { SolutionSpec } from '../../../src/lab/model/schema/course.ts';
import { createWorkspace } from '../../../src/lab/workspace/index.ts';
import type { Workspace } from '../../../src/lab/workspace/index.ts';
import { packagesAt } from '../../support/node-place.ts';

/** The packages of this repository. */
export const PACKAGES = packagesAt();

const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((dir) => rm(dir, { recursive: true, force: true })));
});

/** An empty temporary folder that goes when the test ends; its name has a space, a quote and a letter beyond ASCII. */
export async function temporaryFolder(): Promise<string> {
  const dir = await realpath(await mkdtemp(path.join(tmpdir(), "ecom-lab it's ü ")));
  folders.push(dir);
  return dir;
}

const FILES: Readonly<Record<string, string>> = {
  'programs/base.ts': 'export const stage = 0;\n',
  'programs/one.ts': 'export const stage = 1;\n',
  'programs/three.ts': 'export const stage = 3;\n',
  'programs/store.ts': 'export const store = {};\n',
  'starter/package.json': `${JSON.stringify({ name: 'sample', private: true, dependencies: { express: '^5.0.0' } }, undefined, 2)}\n`,
  'starter/prometheus.yml':
    "# mine\nscrape_configs:\n  - job_name: prometheus\n    static_configs:\n      - targets: ['localhost:9090']\n",
  'two/solution/main.ts': 'export const stage = 2;\n',
  'two/solution/extra.ts': 'export const extra = true;\n',
};

/** A course on disk: install, stage one, files two (with a new file), scrape job, stage three. */
export async function sampleCourse(): Promise<Course> {
  const dir = await temporaryFolder();
  for (const [file, text] of Object.entries(FILES)) {
    await mkdir(path.dirname(path.join(dir, file)), { recursive: true });
    await writeFile(path.join(dir, file), text);
  }
  const step = (number: number, id: string, files: string[], solution?: SolutionSpec): Step => ({
    id,
    title: id,
    kind: 'edit',
    files,
    ...(solution === undefined ? {} : { solution }),
    checks: [{ kind: 'app-starts' }],
    hints: ['a', 'b'],
    number,
    part: 0,
    dir: path.join(dir, id),
    source: path.join(dir, id, 'step.md'),
    body: '',
  });
  return {
    id: 'sample',
    title: 'Sample',
    dir,
    app: { entry: 'main.ts', ports: { api: 3000, metrics: 8000 }, packages: ['express'] },
    workspace: {
      'main.ts': 'programs/base.ts',
      'lib/store.ts': 'programs/store.ts',
      'package.json': 'starter/package.json',
      'prometheus.yml': 'starter/prometheus.yml',
    },
    stages: { base: 'programs/base.ts', one: 'programs/one.ts', three: 'programs/three.ts' },
    steps: [
      step(1, 'install', ['package.json'], { install: 'prom-client' }),
      step(2, 'one', ['main.ts'], { stage: 'one' }),
      step(3, 'two', ['main.ts'], {
        files: { 'main.ts': 'solution/main.ts', 'extra.ts': 'solution/extra.ts' },
      }),
      step(4, 'scrape', ['prometheus.yml'], { scrapeJob: { job: 'api', port: 'metrics' } }),
      step(5, 'read', []),
      step(6, 'three', ['main.ts'], { stage: 'three' }),
    ],
    parts: [],
  };
}

/** A step of a course. */
export function stepOf(course: Course, id: string): Step {
  const step = course.steps.find((one) => one.id === id);
  if (step === undefined) throw new Error(`no step ${id}`);
  return step;
}

/** A new workspace of a new sample course. */
export async function sampleWorkspace(): Promise<{ course: Course; workspace: Workspace }> {
  const course = await sampleCourse();
  const dir = path.join(await temporaryFolder(), 'work');
  const { workspace } = await createWorkspace({ dir, course, packages: PACKAGES });
  return { course, workspace };
}

/** The learner's files of a folder, with their text: all but the lab's own and node_modules. */
export async function filesIn(dir: string): Promise<Record<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files: Record<string, string> = {};
  for (const entry of entries) {
    const file = path.relative(dir, path.join(entry.parentPath, entry.name));
    const [top = ''] = file.split(path.sep);
    if (!entry.isFile() || ['.ecom-lab', 'node_modules'].includes(top)) continue;
    files[file.split(path.sep).join('/')] = await readFile(path.join(dir, file), 'utf8');
  }
  return files;
}

export const CONFIG = FILES['starter/prometheus.yml'] ?? '';
