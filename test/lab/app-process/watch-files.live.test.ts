import { appendFile, mkdir, rename, rm, symlink, unlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { watchFiles, type Watch, type WatchOptions } from '../../../src/lab/app-process/index.ts';
import { until } from './support/processes.ts';
import { makeWorkspace } from './support/workspace.ts';
import { isNodeSource } from '../../../src/lab/runtimes/node/index.ts';

interface Watching extends AsyncDisposable {
  readonly told: (readonly string[])[];
  readonly watch: Watch;
  /** Resolves with the next burst that is told, or with the one that has been told since the last call. */
  next(): Promise<readonly string[]>;
}

async function watching(dir: string, options: Partial<WatchOptions> = {}): Promise<Watching> {
  const controller = new AbortController();
  const told: (readonly string[])[] = [];
  let taken = 0;
  const watch = watchFiles({
    dir,
    isSource: isNodeSource,
    signal: controller.signal,
    onChange: (files) => told.push(files),
    ...options,
  });
  await watch.ready;
  return {
    told,
    watch,
    async next() {
      await until(() => told.length > taken);
      taken += 1;
      return told[taken - 1] ?? [];
    },
    async [Symbol.asyncDispose]() {
      controller.abort();
      expect(await watch.ended).toBeDefined();
    },
  };
}

describe('a watched folder reports', () => {
  test('of a save', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    await using watched = await watching(workspace.dir);
    await workspace.write('main.ts', '1;\n');
    expect(await watched.next()).toEqual(['main.ts']);
  });

  test('of each save, however close they come', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    await using watched = await watching(workspace.dir, { settleMs: 1 });
    for (let n = 0; n < 10; n += 1) {
      await workspace.write('main.ts', '1;\n'.repeat(n + 1));
      expect(await watched.next()).toEqual(['main.ts']);
    }
  });

  test('of saves that replace the file, again and again', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    await using watched = await watching(workspace.dir);
    for (let n = 0; n < 5; n += 1) {
      await workspace.write('main.ts~', `${n};\n`);
      await rename(join(workspace.dir, 'main.ts~'), join(workspace.dir, 'main.ts'));
      expect(await watched.next()).toEqual(['main.ts']);
    }
  });

  test('of saves that keep the old file aside', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    await using watched = await watching(workspace.dir);
    await rename(join(workspace.dir, 'main.ts'), join(workspace.dir, 'main.ts~'));
    await workspace.write('main.ts', '2;\n');
    expect(await watched.next()).toEqual(['main.ts']);
    await appendFile(join(workspace.dir, 'main.ts'), '3;\n');
    expect(await watched.next()).toEqual(['main.ts']);
  });

  test('once of a burst, with all its files', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    await using watched = await watching(workspace.dir, { settleMs: 1000 });
    for (let n = 0; n < 10; n += 1) {
      await workspace.write('main.ts', `${n};\n`);
      await workspace.write('store.ts', `${n};\n`);
    }
    expect((await watched.next()).toSorted()).toEqual(['main.ts', 'store.ts']);
    await workspace.write('prometheus.yml', 'x\n');
    expect(await watched.next()).toEqual(['prometheus.yml']);
  });

  test('of new files, also in a new folder, and of deleted ones', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    await using watched = await watching(workspace.dir);
    await mkdir(join(workspace.dir, 'lib'));
    await workspace.write('lib/metrics.ts', '1;\n');
    expect(await watched.next()).toEqual(['lib/metrics.ts']);
    await unlink(join(workspace.dir, 'store.ts'));
    expect(await watched.next()).toEqual(['store.ts']);
  });

  test('nothing of packages, of the lab’s own files, of other files, and of a file that is only looked at', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    await rm(join(workspace.dir, 'node_modules'));
    await mkdir(join(workspace.dir, 'node_modules', 'x'), { recursive: true });
    await mkdir(join(workspace.dir, '.ecom-lab'));
    await using watched = await watching(workspace.dir);
    await workspace.write('node_modules/x/index.js', '1;\n');
    await workspace.write('.ecom-lab/progress.json', '{}\n');
    await workspace.write('notes.txt', 'x\n');
    await workspace.write('package.json', '{}\n');
    expect(await watched.next()).toEqual(['package.json']);
  });

  test('only of the files that it is asked about', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    await using watched = await watching(workspace.dir, { files: ['store.ts'] });
    await workspace.write('main.ts', '1;\n');
    await workspace.write('store.ts', '1;\n');
    expect(await watched.next()).toEqual(['store.ts']);
  });

  test('of a save that changes nothing but its time', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    await using watched = await watching(workspace.dir);
    await utimes(join(workspace.dir, 'main.ts'), 1, 1);
    expect(await watched.next()).toEqual(['main.ts']);
  });

  test('of saves in a folder that a link leads to', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    const link = join(dirname(workspace.dir), 'link');
    await symlink(workspace.dir, link, 'junction');
    await using watched = await watching(link);
    await workspace.write('main.ts', '1;\n');
    expect(await watched.next()).toEqual(['main.ts']);
  });
});

describe('a watch ends', () => {
  test('when it is stopped, and reports nothing afterwards', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    const controller = new AbortController();
    const watched = await watching(workspace.dir, { signal: controller.signal });
    await workspace.write('main.ts', '1;\n');
    controller.abort();
    expect(await watched.watch.ended).toEqual({ status: 'aborted' });
    await delay(100);
    expect(watched.told).toEqual([]);
  });

  test('when the folder is deleted', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    const watched = await watching(workspace.dir);
    await rm(workspace.dir, { recursive: true });
    expect(await watched.watch.ended).toEqual({ status: 'folder-gone' });
  });

  test('when the folder is renamed', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    const watched = await watching(workspace.dir);
    await rename(workspace.dir, `${workspace.dir} moved`);
    expect(await watched.watch.ended).toEqual({ status: 'folder-gone' });
  });

  test('before it began, if there is no folder or it was already aborted', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    const gone = watchFiles({
      dir: join(workspace.dir, 'gone'),
      isSource: isNodeSource,
      signal: new AbortController().signal,
      onChange: () => undefined,
    });
    await gone.ready;
    expect(await gone.ended).toEqual({ status: 'folder-gone' });
    const unwanted = watchFiles({
      dir: workspace.dir,
      isSource: isNodeSource,
      signal: AbortSignal.abort(),
      onChange: () => undefined,
    });
    await unwanted.ready;
    expect(await unwanted.ended).toEqual({ status: 'aborted' });
  });
});
