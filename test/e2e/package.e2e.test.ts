// The package as it is published: what is in it, and that it works from an empty folder.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { STEPS } from '../support/built-in-course.ts';
import { diskUsage } from '../support/disk-usage.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let dir: string;
let files: readonly string[];
let tarball: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-pack-'));
  // The build has run already (prepare, or the global setup of the tests).
  const packed = await execa('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', dir], {
    cwd: root,
  });
  const listing: unknown = JSON.parse(packed.stdout);
  // npm 11 gives a list, later versions an object by name.
  const [entry] = Array.isArray(listing) ? listing : Object.values(listing as object);
  files = (entry as { files: { path: string }[] }).files.map((file) => file.path);
  tarball = path.join(dir, (entry as { filename: string }).filename);
});
afterAll(async () => {
  await rm(dir, { recursive: true, force: true, maxRetries: 10 });
});

describe('the package', () => {
  test('contains only what it needs', () => {
    const kinds = new Set(
      files.map((file) =>
        file
          .replace(/^dist\/chunks\/[^/]*\.js$/, 'dist/chunks/*.js')
          .replace(/^dist\/page\/.*$/, 'dist/page/*')
          .replace(/^dist\/course\/(\d\d-[a-z\d-]+|closings|stages|workspace)\/.*$/, 'dist/course/*/*'),
      ),
    );
    expect([...kinds].toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'dist/THIRD-PARTY-LICENCES.txt',
      'dist/chunks/*.js',
      'dist/course/*/*',
      'dist/course/course.json',
      'dist/course/course.yaml',
      'dist/hook.js',
      'dist/main.js',
      'dist/page/*',
      'dist/prometheus-worker.js',
      'dist/schema/course.json',
      'dist/schema/step.json',
      'dist/simulator-worker.js',
      'package.json',
    ]);
  });

  test('installs into an empty folder and passes all steps there', async () => {
    const place = path.join(dir, 'empty');
    await execa(
      'npm',
      ['install', '--prefix', place, '--prefer-offline', '--no-audit', '--no-fund', tarball],
      { cwd: dir },
    );
    const bin = path.join(place, 'node_modules/.bin/ecom-lab');
    const env = { ...process.env, NO_COLOR: '1', XDG_CACHE_HOME: path.join(dir, '.cache') };
    const walked = await execa(bin, ['start', '--auto', '--prometheus', 'embedded'], {
      cwd: place,
      env,
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
    });
    expect(walked.stdout).toContain('Step in-progress passes.');
    expect(walked.exitCode, walked.stdout + walked.stderr).toBe(0);

    const list = await execa(bin, ['list', '--json'], { cwd: place, env, extendEnv: false });
    const { steps } = JSON.parse(list.stdout) as { steps: { status: string }[] };
    expect(steps).toHaveLength(STEPS.length);
    expect(steps.filter(({ status }) => status === 'open')).toEqual([]);
  });

  test('stays small: at most 125 packages and 30 megabytes', async () => {
    const modules = path.join(dir, 'empty/node_modules');
    const lock = JSON.parse(await readFile(path.join(modules, '.package-lock.json'), 'utf8')) as {
      packages: object;
    };
    expect(Object.keys(lock.packages).length).toBeLessThanOrEqual(125);
    expect(await diskUsage(modules)).toBeLessThanOrEqual(30_000_000);
  });
});
