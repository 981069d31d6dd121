import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSaveBursts } from '../../../src/lab/app-process/watch/save-bursts.ts';

test('a file that is touched endlessly is reported all the same', async () => {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-bursts-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const file = path.join(dir, 'main.ts');
  await writeFile(file, '1;\n');
  const told: string[][] = [];
  const bursts = createSaveBursts(100, (files) => told.push([...files]));
  while (told.length === 0) {
    bursts.touch(file);
    await new Promise((resolve) => setImmediate(resolve));
  }
  bursts.stop();
  expect(told).toEqual([[file]]);
});
