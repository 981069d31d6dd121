// A Node that is too old is told so, by a program that it can read.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { isTooOld } from '../../src/lab/model/node-version.ts';
import { LAB_BIN } from '../support/lab.ts';

test.each([
  ['18.20.8', true],
  ['20.9.0', true],
  ['20.18.3', true],
  ['20.19.0', false],
  ['22.0.0', false],
  ['100.1.0', false],
])('Node %s: too old? %s', (version, expected) => {
  expect(isTooOld(version)).toBe(expected);
});

test('an older Node.js gets one sentence, what to do, and exit code 2', async () => {
  const older = "Object.defineProperty(process.versions, 'node', { value: '18.20.8' })";
  const run = await execa(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(older)}`, LAB_BIN, 'list'],
    { reject: false },
  );
  expect(run.exitCode).toBe(2);
  expect(run.stdout).toBe('');
  expect(run.stderr).toContain('Error: Node 18.20.8 is too old for ecom-lab, which needs 20.19 or newer.');
  expect(run.stderr).not.toMatch(/\n\s+at /);
});

test('nothing that an older Node.js cannot read is loaded before the version check', async () => {
  const text = await readFile(LAB_BIN, 'utf8');
  const early = [...text.matchAll(/\bimport(?:[^"'();]*from)?\s*["'](\.[^"']+)["']/g)].map(
    ([, file = '']) => file,
  );
  // The bundler's own few lines.
  expect(early.length).toBeLessThanOrEqual(1);
  for (const file of early)
    expect((await stat(path.join(path.dirname(LAB_BIN), file))).size).toBeLessThan(2_000);
});
