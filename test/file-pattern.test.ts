import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFiles } from '../src/file-pattern.ts';

test('a name that nearly fits many stars is refused in time', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'ecom-lab-pattern-'));
  await writeFile(join(dir, 'a'.repeat(200)), '');
  expect(await findFiles(`${'a*'.repeat(60)}b`, dir)).toEqual([]);
  expect(await findFiles(`${'a*'.repeat(60)}a`, dir)).toHaveLength(1);
  await rm(dir, { recursive: true });
});
