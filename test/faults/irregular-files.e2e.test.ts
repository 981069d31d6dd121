// Something else than a file where the lab reads a file: it is named, nothing waits for it, and no memory is filled.
import { execFile } from 'node:child_process';
import { cp, mkdir, rename, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { prepareWorkspace } from './support/prepare-workspace.ts';

const TINY_COURSE = fileURLToPath(new URL('../fixtures/tiny-course', import.meta.url));

let folder: LabFolder;
beforeAll(async () => {
  folder = await createLabFolder();
  await prepareWorkspace(folder, { step: 'scrape-api', stage: 'labeled-counter' });
  await cp(TINY_COURSE, path.join(folder.dir, 'course'), { recursive: true });
});
afterAll(() => folder.remove());

interface Kind {
  readonly kind: string;
  readonly make: (place: string) => Promise<unknown>;
  /** What is said of it. */
  readonly says: RegExp;
}

const KINDS: readonly Kind[] = [
  {
    kind: 'a named pipe',
    make: (place) => promisify(execFile)('mkfifo', [place]),
    says: /is a named pipe, not a file/,
  },
  {
    kind: 'a link to a device',
    make: (place) => symlink('/dev/zero', place),
    // Where the file would be written, the link itself is refused.
    says: /is a device, not a file|leads to \/dev\/zero|The package .* is not installed/,
  },
  { kind: 'a folder', make: (place) => mkdir(place), says: /is a folder, not a file/ },
];

/** Runs the work while something else is in the file's place. */
async function inPlaceOf<T>(
  file: string,
  make: (place: string) => Promise<unknown>,
  work: () => Promise<T>,
): Promise<T> {
  const place = path.join(folder.dir, file);
  const aside = path.join(folder.dir, 'aside');
  await rename(place, aside).catch(() => undefined);
  await make(place);
  try {
    return await work();
  } finally {
    await rm(place, { recursive: true });
    await rename(aside, place).catch(() => undefined);
  }
}

describe.skipIf(os.platform() === 'win32').each(KINDS)('$kind', ({ make, says }) => {
  test.each([
    ['ecom-lab/main.ts', ['check', 'label-requests', '--json']],
    ['ecom-lab/package.json', ['check', 'label-requests', '--json']],
    ['ecom-lab/prometheus.yml', ['check', 'scrape-api', '--prometheus', 'embedded', '--json']],
  ])('in place of %s blocks the check and is named', async (file, args) => {
    const run = await inPlaceOf(file, make, () => folder.run(...args));
    expect(run.exitCode).toBe(2);
    expect(JSON.parse(run.stdout)).toMatchObject({
      status: 'blocked',
      checks: [{ code: 'not-a-file', message: expect.stringMatching(says) }],
    });
  });

  test.each([
    ['ecom-lab/.ecom-lab/workspace.json', ['check', 'label-requests']],
    ['ecom-lab/.ecom-lab/progress.json', ['check', 'label-requests']],
    ['ecom-lab/.ecom-lab/session.json', ['check', 'label-requests']],
    ['ecom-lab/.ecom-lab/lock', ['check', 'label-requests']],
    ['ecom-lab/.ecom-lab/progress.json', ['list']],
    ['ecom-lab/main.ts', ['apply', 'label-requests']],
    ['ecom-lab/main.ts', ['diff', 'label-requests']],
    ['ecom-lab/prometheus.yml', ['apply', 'scrape-api']],
    ['ecom-lab/package.json', ['apply', 'install-client']],
    ['ecom-lab/prometheus.yml', ['prometheus', 'run', '--port', '0']],
  ])('in place of %s is named by %j', async (file, args) => {
    const run = await inPlaceOf(file, make, () => folder.run(...args));
    expect(run).toMatchObject({ exitCode: 2 });
    const said = run.stderr.replaceAll(/\s+/g, ' ');
    expect(said).toContain(path.basename(file));
    expect(said).toMatch(says);
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });

  test.each(['course/course.yaml', 'course/steps/why/step.md', 'course/programs/counting.ts'])(
    'in place of %s is found by lint',
    async (file) => {
      const run = await inPlaceOf(file, make, () => folder.run('lint', 'course'));
      expect(run.exitCode).toBeGreaterThan(0);
      expect(`${run.stdout}${run.stderr}`).toMatch(/is not a file|leads out of the course/);
    },
  );

  test('in place of the journal does not prevent a verdict', async () => {
    const run = await inPlaceOf('ecom-lab/.ecom-lab/journal.jsonl', make, () =>
      folder.run('check', 'label-requests', '--json'),
    );
    expect(JSON.parse(run.stdout)).toMatchObject({ status: 'pass' });
    expect(run.stderr).toContain('journal.jsonl');
  });
});
