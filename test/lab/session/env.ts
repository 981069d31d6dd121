// The surroundings of a session that is opened in the test's own process, with what the build has made.
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { SessionEnv } from '../../../src/lab/session/live/env.ts';
import { createNodeRuntime } from '../../../src/lab/runtimes/node/index.ts';
import { NODE_PLACE, packagesAt } from '../../support/node-place.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export const DIST = path.join(root, 'dist');
export const PACKAGES = packagesAt();

/** The place of a session in `dir`, whose programs get `env` beside the environment of the test. */
export function sessionEnv(dir: string, env: Readonly<Record<string, string>> = {}): SessionEnv {
  return {
    env: { ...process.env, ...env },
    platform: process.platform,
    arch: process.arch,
    runtime: createNodeRuntime({ ...NODE_PLACE, env: { ...process.env, ...env } }),
    prometheusWorkerFile: path.join(DIST, 'prometheus-worker.js'),
    simulatorWorkerFile: path.join(DIST, 'simulator-worker.js'),
    cwd: dir,
    homeDir: dir,
    pid: process.pid,
    summaryInWords: ({ course }) => `# ${course}`,
  };
}
