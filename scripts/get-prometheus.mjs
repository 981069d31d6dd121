// Puts a real Prometheus where the tests look for one: Debian's package, downloaded and unpacked without root
// into node_modules/.cache/prometheus. Exits 1 with a sentence where it cannot. Running it again does nothing.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));
const target = join(cache, 'prometheus');
const binary = join(target, 'usr', 'bin', 'prometheus');

const run = (file, args, cwd = cache) => execFileSync(file, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
const version = (path) => /version (\S+)/.exec(run(path, ['--version']))?.[1];
const words = (error) => (error.stderr || error.message).trim().split('\n').slice(-3).join('\n');

/** `apt-get download` knows a package only where its lists have been fetched; they are fetched where it does not. */
function download(folder) {
  try {
    run('apt-get', ['download', 'prometheus'], folder);
  } catch (firstError) {
    if (firstError.code === 'ENOENT') throw new Error('there is no apt-get here', { cause: firstError });
    console.log('apt-get does not know the package prometheus yet: running apt-get update');
    try {
      run('apt-get', ['update', '-q']);
    } catch (updateError) {
      throw new Error(`apt-get update failed (it needs root): ${words(updateError)}`, { cause: updateError });
    }
    run('apt-get', ['download', 'prometheus'], folder);
  }
  const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
  if (file === undefined) throw new Error('apt-get download left no .deb file');
  return join(folder, file);
}

function get() {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'get-prometheus-'));
  try {
    const unpacked = join(folder, 'unpacked');
    run('dpkg-deb', ['-x', download(folder), unpacked]);
    version(join(unpacked, 'usr', 'bin', 'prometheus'));
    rmSync(target, { recursive: true, force: true });
    renameSync(unpacked, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  if (!existsSync(binary)) get();
  console.log(`Prometheus ${version(binary)}: ${binary}`);
} catch (error) {
  console.error(`No real Prometheus could be put into ${target}: ${words(error)}`);
  process.exitCode = 1;
}
