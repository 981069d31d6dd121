// A course from elsewhere runs its programs with the user's rights: the user is asked first, once.
import { appendFile, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLabFolder, type LabFolder } from '../support/lab.ts';

const TINY = fileURLToPath(new URL('../fixtures/tiny-course', import.meta.url));
const COURSE = ['--course', 'theirs', '--dir', 'work'];

let lab: LabFolder;
let trace: string;

beforeEach(async () => {
  lab = await createLabFolder();
  trace = path.join(lab.dir, 'was-run');
  await cp(TINY, path.join(lab.dir, 'theirs'), { recursive: true });
  await leaveTrace('theirs');
});
afterEach(() => lab.remove());

/** Makes the course's first program leave a trace where it runs. */
async function leaveTrace(course: string): Promise<void> {
  const text = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(trace)}, '');\n`;
  await writeFile(path.join(lab.dir, course, 'programs/silent.ts'), text);
}

const wasRun = async (): Promise<boolean> => (await readdir(lab.dir)).includes('was-run');

describe('a course from another author', () => {
  test.each([
    ['start', ['start', '--auto']],
    ['check', ['check', 'ring', '--json']],
    ['apply', ['apply', 'ring']],
    ['traffic', ['traffic']],
    ['verify', ['verify', '--fast']],
    ['report --regrade', ['report', '--regrade']],
  ])('is not run without a question by %s', async (_what, args) => {
    expect(await lab.run('init', ...COURSE)).toMatchObject({ exitCode: 0 });
    const refused = await lab.run(...args, ...COURSE);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr.replaceAll(/\s+/g, ' ')).toContain('run the same command with --trust-course');
    expect(await wasRun()).toBe(false);
  });

  test('is linted and listed without a question, because that runs nothing', async () => {
    expect(await lab.run('init', ...COURSE)).toMatchObject({ exitCode: 0 });
    expect(await lab.run('lint', 'theirs')).toMatchObject({ exitCode: 0 });
    expect(await lab.run('list', ...COURSE)).toMatchObject({ exitCode: 0 });
    expect(await wasRun()).toBe(false);
  });

  test('is run with --trust-course, and from then on without it, even after its author changes it', async () => {
    expect(await lab.run('init', ...COURSE)).toMatchObject({ exitCode: 0 });
    await lab.run('check', 'ring', ...COURSE, '--trust-course');
    expect(await wasRun()).toBe(true);
    await appendFile(path.join(lab.dir, 'theirs/programs/silent.ts'), '// changed\n');
    const { stderr } = await lab.run('check', 'ring', ...COURSE);
    expect(stderr).not.toContain('--trust-course');
  });

  test('is run after a yes in the terminal, but not after a no', async () => {
    const refusing = lab.open('verify', 'why', ...COURSE);
    await refusing.sees('Do you trust its author?');
    refusing.type('n\r');
    await refusing.sees('was not started');
    expect((await refusing.exited).exitCode).toBe(2);
    const agreeing = lab.open('verify', 'why', ...COURSE);
    await agreeing.sees('Do you trust its author?');
    agreeing.type('y\r');
    await agreeing.exited;
    expect(agreeing.screen()).not.toContain('was not started');
    expect((await lab.run('verify', 'why', ...COURSE, '--fast')).stderr).not.toContain('--trust-course');
  });

  test('is not trusted if another course replaces it in its folder', async () => {
    await lab.run('verify', 'why', ...COURSE, '--fast', '--trust-course');
    const file = path.join(lab.dir, 'theirs/course.yaml');
    await cp(path.join(TINY, 'course.yaml'), file);
    await writeFile(file, (await readFile(file, 'utf8')).replace('id: doorbell', 'id: other'));
    expect((await lab.run('verify', 'why', ...COURSE, '--fast')).stderr).toContain('--trust-course');
  });
});

test('a package needs a new question when it has changed', async () => {
  const pack = path.join(lab.dir, 'node_modules/doorbell-course');
  await mkdir(pack, { recursive: true });
  await cp(TINY, pack, { recursive: true });
  await writeFile(path.join(pack, 'package.json'), '{"name":"doorbell-course","version":"1.0.0"}');
  const verify = ['verify', 'why', '--course', 'doorbell-course', '--fast'];
  expect(await lab.run(...verify, '--trust-course')).toMatchObject({ exitCode: 0 });
  expect(await lab.run(...verify)).toMatchObject({ exitCode: 0 });
  await appendFile(path.join(pack, 'programs/silent.ts'), '// a new version\n');
  expect((await lab.run(...verify)).stderr).toContain('--trust-course');
});

test('a course that new-course created needs no question', async () => {
  await lab.run('new-course', 'bells');
  expect(await lab.run('verify', '--course', 'bells', '--fast')).toMatchObject({ exitCode: 0 });
});
