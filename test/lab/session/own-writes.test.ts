import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createOwnWrites } from '../../../src/lab/session/live/own-writes.ts';

async function folder() {
  const dir = await mkdtemp(path.join(tmpdir(), 'own-writes-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  const save = (file: string, text: string) => writeFile(path.join(dir, file), text);
  return { own: createOwnWrites(dir), save, dir };
}

test('what the session wrote is no save, also where the watch reports it before the work is done', async () => {
  const { own, save } = await folder();
  const emitter = new EventEmitter();
  const written = once(emitter, 'written');
  const work = own.during(async () => {
    await save('main.ts', 'one');
    await written;
    return { written: ['main.ts'] };
  });
  const others = own.othersOf(['main.ts', 'store.ts']);
  emitter.emit('written');
  await work;
  expect(await others).toEqual(['store.ts']);
});

test('a later save of the same file is one, whether or not the first was reported', async () => {
  const { own, save } = await folder();
  await own.during(async () => {
    await save('main.ts', 'one');
    return { written: ['main.ts'] };
  });
  await save('main.ts', 'one and more');
  expect(await own.othersOf(['main.ts'])).toEqual(['main.ts']);
});

test('a removal by the session is not a save', async () => {
  const { own, save, dir } = await folder();
  await save('package-lock.json', '{}');
  await own.during(async () => {
    await rm(path.join(dir, 'package-lock.json'));
    return { written: ['package-lock.json'] };
  });
  expect(await own.othersOf(['package-lock.json'])).toEqual([]);
});

test('work that fails rejects for its caller, and holds nothing up', async () => {
  const { own } = await folder();
  await expect(own.during(() => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
  expect(await own.othersOf(['main.ts'])).toEqual(['main.ts']);
});
