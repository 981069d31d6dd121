// Runs once before all tests: dist/ must be what the sources say, because the end-to-end tests run it.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = ['src', 'steps', 'prometheus', 'scripts', 'package.json'];

/** The latest change below a path, in ms; 0 where there is nothing. */
function newest(place: string): number {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(place).map((name) => newest(path.join(place, name))));
}

/** Builds dist/ where a source is newer than it. */
export default function setup(): void {
  // The tests run another build.
  if (process.env['ECOM_LAB_TEST_BIN'] !== undefined) return;
  const built = newest(path.join(root, 'dist/main.js'));
  if (SOURCES.every((source) => newest(path.join(root, source)) < built)) return;
  execFileSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' });
}
