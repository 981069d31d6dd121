// A workspace and a session's surroundings for measurements.
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { loadBuiltInCourse } from '../src/lab/course/index.ts';
import type { Course } from '../src/lab/course/index.ts';
import { createNodeRuntime } from '../src/lab/runtimes/node/index.ts';
import type { SessionEnv } from '../src/lab/session/live/env.ts';
import { summaryInWords } from '../src/lab/words/index.ts';

export interface BenchPlace {
  readonly root: string;
  readonly dist: string;
  readonly dir: string;
  readonly course: Course;
  readonly place: SessionEnv;
  remove(): Promise<void>;
}

/** A temporary folder beside the built lab. `root` is the repository. */
export async function createBenchPlace(root: string): Promise<BenchPlace> {
  const dist = path.join(root, 'dist');
  const dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-bench-')));
  const load = await loadBuiltInCourse(path.join(dist, 'course'));
  if (load.status !== 'ok') throw new Error('dist/course has faults: run `npm run build`');
  return {
    root,
    dist,
    dir,
    course: load.course,
    place: {
      env: process.env,
      platform: process.platform,
      arch: process.arch,
      runtime: createNodeRuntime({
        nodePath: process.execPath,
        nodeVersion: process.versions.node,
        hookFile: path.join(dist, 'hook.js'),
        env: process.env,
        platform: process.platform,
        labModulesDir: path.join(root, 'node_modules'),
      }),
      prometheusWorkerFile: path.join(dist, 'prometheus-worker.js'),
      cwd: dir,
      homeDir: dir,
      pid: process.pid,
      summaryInWords,
    },
    remove: () => rm(dir, { recursive: true, force: true, maxRetries: 5 }),
  };
}
