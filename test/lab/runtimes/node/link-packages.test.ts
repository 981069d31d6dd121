// Packages in a folder that can hold links, and in one that cannot.
import { execFile } from 'node:child_process';
import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { canHoldLinks, linkPackages } from '../../../../src/lab/runtimes/node/packages/link.ts';
import { LAB_MODULES } from '../../../support/node-place.ts';
import { temporaryFolder } from '../../workspace/sample.ts';

/** What `symlink` says on FAT and exFAT. */
const noLinks = (): Promise<never> =>
  Promise.reject(Object.assign(new Error('EPERM: operation not permitted, symlink'), { code: 'EPERM' }));

const run = promisify(execFile);

/** Lays out packages: folder below `node_modules` -> its dependencies. Each exports its version and those it loads. */
async function modulesWith(packages: Readonly<Record<string, readonly string[]>>): Promise<string> {
  const modules = path.join(await temporaryFolder(), 'node_modules');
  for (const [place, needs] of Object.entries(packages)) {
    const dir = path.join(modules, place);
    const name = place.split('node_modules/').at(-1) ?? place;
    await mkdir(path.join(dir, 'lib'), { recursive: true });
    const dependencies = Object.fromEntries(needs.map((need) => [need, '*']));
    await writeFile(
      path.join(dir, 'package.json'),
      JSON.stringify({ name, main: 'lib/main.js', dependencies }),
    );
    const loaded = needs.map((need) => `${JSON.stringify(need)}: () => require(${JSON.stringify(need)})`);
    await writeFile(
      path.join(dir, 'lib/main.js'),
      `module.exports = { place: ${JSON.stringify(place)}, needs: { ${loaded.join(', ')} } };\n`,
    );
  }
  return modules;
}

test('a package is linked, and the folder is found to hold links', async () => {
  const dir = await temporaryFolder();
  await linkPackages(dir, ['express'], LAB_MODULES);
  expect((await lstat(path.join(dir, 'node_modules/express'))).isSymbolicLink()).toBe(true);
  expect(await canHoldLinks(dir)).toBe(true);
  expect(await readdir(path.join(dir, '.ecom-lab/tmp'))).toEqual([]);
});

test('where links cannot be made, packages are copied with all that they need', async () => {
  const dir = await temporaryFolder();
  expect(await canHoldLinks(dir, noLinks)).toBe(false);
  const report = await linkPackages(dir, ['express', 'prom-client', '@types/node'], LAB_MODULES, noLinks);
  expect(report.linked).toEqual(['express', 'prom-client', '@types/node']);
  expect((await lstat(path.join(dir, 'node_modules/express'))).isDirectory()).toBe(true);
  await writeFile(
    path.join(dir, 'main.mjs'),
    `import express from 'express';
     import { register, Counter } from 'prom-client';
     new Counter({ name: 'a_total', help: 'a' }).inc();
     express().use(express.json());
     console.log(await register.metrics(), import.meta.resolve('express'));\n`,
  );
  const { stdout } = await run(process.execPath, ['main.mjs'], { cwd: dir });
  expect(stdout).toContain('a_total 1');
  expect(decodeURI(stdout)).toContain(path.join(dir, 'node_modules/express'));
  // What is there is left alone.
  expect((await linkPackages(dir, ['express'], LAB_MODULES, noLinks)).linked).toEqual([]);
  expect(await readdir(path.join(dir, '.ecom-lab/tmp'))).toEqual([]);
});

test('each copied package finds the same versions of its dependencies as the original', async () => {
  const modules = await modulesWith({
    top: ['shared', 'left', 'right', '@scope/one'],
    shared: ['left'],
    left: ['shared', 'own'],
    'left/node_modules/shared': [],
    'left/node_modules/own': ['shared'],
    right: ['shared', 'missing'],
    '@scope/one': ['left'],
  });
  const dir = await temporaryFolder();
  await linkPackages(dir, ['top'], modules, noLinks);
  const script = `
    const seen = new Set();
    (function look(from, trail) {
      for (const [name, load] of Object.entries(from.needs)) {
        let found;
        try { found = load(); } catch (error) { console.log(trail + ' ' + name + ' ' + error.code); continue; }
        console.log(trail + ' ' + name + ' ' + found.place);
        const next = trail + ' ' + name;
        if (next.split(' ').length < 6) look(found, next);
      }
    })(require('top'), 'top');`;
  const [original, copy] = await Promise.all(
    [path.dirname(modules), dir].map((cwd) => run(process.execPath, ['-e', script], { cwd })),
  );
  expect(original?.stdout).toContain('top left shared left/node_modules/shared');
  expect(original?.stdout).toContain('top right shared shared');
  expect(copy?.stdout).toBe(original?.stdout);
});

test('packages of a store that is all links are copied as files', async () => {
  const store = await modulesWith({ top: ['needed'], needed: [] });
  const modules = path.join(await temporaryFolder(), 'node_modules');
  await mkdir(modules);
  await symlink(path.join(store, 'top'), path.join(modules, 'top'), 'junction');
  const dir = await temporaryFolder();
  await linkPackages(dir, ['top'], modules, noLinks);
  const { stdout } = await run(process.execPath, ['-p', "require('top').needs.needed().place"], { cwd: dir });
  expect(stdout.trim()).toBe('needed');
});

test('a copy that fails leaves no part of the package behind', async () => {
  const modules = await modulesWith({ top: ['needed'], needed: [] });
  await writeFile(
    path.join(modules, 'needed/package.json'),
    '{"name": "needed", "dependencies": {"top": "*"}}',
  );
  const dir = await temporaryFolder();
  await mkdir(path.join(dir, 'node_modules'));
  await mkdir(path.join(dir, '.ecom-lab'));
  await writeFile(path.join(dir, '.ecom-lab/tmp'), 'a file where the folder for copies belongs');
  await expect(linkPackages(dir, ['top'], modules, noLinks)).rejects.toMatchObject({ code: 'cannot-write' });
  expect(await readdir(path.join(dir, 'node_modules'))).toEqual([]);
  expect(await readFile(path.join(dir, '.ecom-lab/tmp'), 'utf8')).toContain('a file');
});
