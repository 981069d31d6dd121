import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blockedCodes, failCodes } from '../../../src/lab/checks/index.ts';

const checksDir = join(import.meta.dirname, '../../../src/lab/checks');
const stepsDir = join(import.meta.dirname, '../../../steps');
const sources = readdirSync(checksDir, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/facts[\\/](?:rule-)?codes\.ts$/.test(file))
  .map((file) => readFileSync(join(checksDir, file), 'utf8'))
  .join('\n');

/** A kind of fact is the code, or begins with it. */
const isGiven = (code: string): boolean => [`'${code}'`, `'${code}/`].some((text) => sources.includes(text));

test('every documented code is used', () => {
  const codes = [...failCodes, ...blockedCodes];
  expect(codes.filter((code) => !isGiven(code))).toEqual([]);
});

test('a code is either a fail or a block', () => {
  expect(failCodes.filter((code) => new Set<string>(blockedCodes).has(code))).toEqual([]);
});

test('every mistake of the course names a documented code', () => {
  const files = readdirSync(stepsDir, { recursive: true, encoding: 'utf8' });
  const named = files
    .filter((file) => /mistakes[\\/][^\\/]+\.(?:ts|yml)$/.test(file))
    .map((file) => /mistake: ([\w-]+)/.exec(readFileSync(join(stepsDir, file), 'utf8'))?.[1] ?? file);
  expect(named.filter((code) => !failCodes.some((known) => known === code))).toEqual([]);
});
