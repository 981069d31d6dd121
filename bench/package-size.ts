// What a learner installs: packages and megabytes of the packed lab in an empty folder.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { diskUsage } from '../test/support/disk-usage.ts';
import type { BenchPlace } from './place.ts';
import type { BenchRow } from './row.ts';

const MOST_PACKAGES = 125;
const MOST_MEGABYTES = 30;

/** Packs, installs and counts. */
export async function benchPackageSize({ root, dir }: BenchPlace): Promise<readonly BenchRow[]> {
  const packed = await execa('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', dir], {
    cwd: root,
  });
  const tarball = path.join(dir, packed.stdout.trim().split('\n').at(-1) ?? '');
  const place = path.join(dir, 'installed');
  await execa('npm', ['install', '--prefix', place, '--prefer-offline', '--no-audit', '--no-fund', tarball], {
    cwd: dir,
  });
  const modules = path.join(place, 'node_modules');
  const lock = JSON.parse(await readFile(path.join(modules, '.package-lock.json'), 'utf8')) as {
    packages: object;
  };
  const packages = Object.keys(lock.packages).length;
  const megabytes = (await diskUsage(modules)) / 1_000_000;
  return [
    {
      name: 'installed packages',
      value: String(packages),
      limit: `at most ${MOST_PACKAGES}`,
      ok: packages <= MOST_PACKAGES,
    },
    {
      name: 'installed megabytes',
      value: megabytes.toFixed(1),
      limit: `at most ${MOST_MEGABYTES}`,
      ok: megabytes <= MOST_MEGABYTES,
    },
  ];
}
