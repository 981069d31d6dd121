import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { findFiles, isPattern } from '../../src/files/pattern.ts';

test('a name that almost matches many asterisks is rejected quickly', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ecom-lab-pattern-'));
  await writeFile(join(dir, 'a'.repeat(200)), '');
  expect(await findFiles(`${'a*'.repeat(60)}b`, dir)).toEqual([]);
  expect(await findFiles(`${'a*'.repeat(60)}a`, dir)).toHaveLength(1);
  await rm(dir, { recursive: true });
});

test('a pattern matches what it matches in Go', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ecom-lab-pattern-'));
  const names = ['a.yml', 'b.yml', 't1.yml', 't-.yml', 't^.yml', '.t.yml'];
  await Promise.all(names.map((name) => writeFile(join(dir, name), '')));
  const found = async (pattern: string): Promise<string[]> =>
    (await findFiles(pattern, dir)).map((file) => basename(file));
  expect(await found('t?.yml')).toEqual(['t-.yml', 't1.yml', 't^.yml']);
  expect(await found('[ab].yml')).toEqual(['a.yml', 'b.yml']);
  expect(await found('t[^0-9].yml')).toEqual(['t-.yml', 't^.yml']);
  expect(await found('?t.yml')).toEqual(['.t.yml']);
  await rm(dir, { recursive: true });
});

test.skipIf(sep === '\\')('a backslash escapes the next character', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ecom-lab-pattern-'));
  await Promise.all(['a*.yml', 'ab.yml'].map((name) => writeFile(join(dir, name), '')));
  expect(await findFiles('a\\*.yml', dir)).toEqual([join(dir, 'a*.yml')]);
  expect(await findFiles('\\a[\\b].yml', dir)).toEqual([join(dir, 'ab.yml')]);
  await rm(dir, { recursive: true });
});

test.each(['[', '[a', '[]', '[]a]', '[a-]', '[-a]', '[^]', '[a-]b]'])('%s is not a pattern', (pattern) => {
  expect(isPattern(pattern)).toBe(false);
});

test.each(['', '*', 'a]', '[z-a]', '[^a-c]?*', '[a^]'])('%s is a pattern', (pattern) => {
  expect(isPattern(pattern)).toBe(true);
});
