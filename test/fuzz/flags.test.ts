// Whatever is typed after `ecom-lab`: one message or an answer, exit code 0, 1 or 2, and never an error of the lab.
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runInProcess } from '../faults/support/fake-host.ts';
import { FUZZ, quickAsync } from './inputs.ts';

/** Commands that look and refuse if there is no workspace. Those that would work for minutes are given a wrong flag. */
const QUICK = ['check', 'hint', 'apply', 'diff', 'reset', 'restart', 'traffic', 'query', 'report', 'help'];
const LONG = [
  'start',
  'init',
  'verify',
  'doctor',
  'prometheus',
  'prometheus install',
  'prometheus run',
  'lint',
];
const FLAGS = [
  '--dir',
  '--dir=',
  '--dir=/nowhere',
  '--course',
  '--course=nothing-like-it',
  '--json',
  '--debug',
  '--seed',
  '--seed=1e9',
  '--learner',
  '--answer',
  '--answer=4',
  '--range=10m',
  '--range',
  '--prometheus=ftp://x',
  '--prometheus',
  '--what=nothing',
  '--what',
  '--at-once=-1',
  '--all',
  '--help',
  '-h',
  '-V',
  '--version',
  '--',
  '-',
  '---',
  '-abc',
  '--no-dir',
  '--__proto__',
];
const VALUES = [
  '',
  ' ',
  '0',
  '-1',
  '99999999999',
  'tour',
  '*',
  '..',
  '/dev/null',
  '\u001b[2J',
  '\ud800',
  '💥',
  'up{',
];

const word = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...FLAGS) },
  { weight: 3, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.constantFrom(...QUICK) },
  { weight: 2, arbitrary: fc.string({ maxLength: 20 }).filter((text) => !LONG.includes(text.trim())) },
  { weight: 1, arbitrary: fc.nat(3_000).map((length) => 'x'.repeat(length)) },
);
const argv = fc.oneof(
  fc
    .tuple(fc.constantFrom(...QUICK), fc.array(word, { maxLength: 6 }))
    .map(([name, rest]) => [name, ...rest]),
  fc
    .tuple(
      fc.constantFrom(...LONG),
      fc.array(
        word.filter((text) => text !== '--'),
        { maxLength: 4 },
      ),
    )
    .map(([name, rest]) => [...name.split(' '), '--no-such-flag', ...rest]),
  fc.array(word, { maxLength: 5 }),
);

let dir = '';
let cwd = '';
beforeAll(async () => {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-flags-')));
  // One folder down: `..` is one of the values, and what else lies in the computer's own folders takes its time.
  cwd = path.join(dir, 'here');
  await mkdir(cwd);
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('any arguments of ecom-lab', () => {
  test('lead to exit code 0, 1 or 2, a text, and one document with --json', async () => {
    await fc.assert(
      fc.asyncProperty(argv, async (args) => {
        const { exitCode, stdout, stderr } = await quickAsync(() => runInProcess(cwd, args));
        expect([0, 1, 2]).toContain(exitCode);
        expect(stderr).not.toContain('Bug in the lab');
        expect(`${stdout}${stderr}`).not.toContain('\u001b');
        expect(exitCode !== 2 || stderr.trim() !== '').toBe(true);
        // As the value of another flag, or after the end of the flags, it asks for nothing; help and version are words.
        const isWords = stdout.startsWith('Usage') || args.some((arg) => arg === '--version' || arg === '-V');
        if (args[1] === '--json' && !args.includes('--') && !isWords) JSON.parse(stdout);
      }),
      FUZZ,
    );
  });
});
