// Puts a real Prometheus and a real Alertmanager where the tests look for them: Debian's packages, downloaded and
// unpacked into folders of node_modules/.cache. Only the templates that Debian's Alertmanager needs have to be in a place
// of the system, which takes root. Exits 1 with a sentence where it cannot. Running it again does nothing.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));

/** Each in a package of the same name as its program. `files`: what the program reads from this folder only. */
const servers = [
  { title: 'Prometheus', name: 'prometheus' },
  {
    title: 'Alertmanager',
    name: 'prometheus-alertmanager',
    files: 'usr/share/prometheus/alertmanager',
  },
];

const run = (file, args, cwd = cache) => execFileSync(file, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
const binary = (folder, name) => join(folder, 'usr', 'bin', name);
const version = (path) => /version (\S+)/.exec(run(path, ['--version']))?.[1];
const words = (error) => (error.stderr || error.message).trim().split('\n').slice(-3).join('\n');

/** `apt-get download` knows a package only where its lists have been fetched; they are fetched where it does not. */
function download(name, folder) {
  try {
    run('apt-get', ['download', name], folder);
  } catch (firstError) {
    if (firstError.code === 'ENOENT') throw new Error('there is no apt-get here', { cause: firstError });
    console.log(`apt-get does not know the package ${name} yet: running apt-get update`);
    try {
      run('apt-get', ['update', '-q']);
    } catch (updateError) {
      throw new Error(`apt-get update failed (it needs root): ${words(updateError)}`, { cause: updateError });
    }
    run('apt-get', ['download', name], folder);
  }
  const file = readdirSync(folder).find((entry) => entry.endsWith('.deb'));
  if (file === undefined) throw new Error('apt-get download left no .deb file');
  return join(folder, file);
}

function get(name, target) {
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'get-real-servers-'));
  try {
    const unpacked = join(folder, 'unpacked');
    run('dpkg-deb', ['-x', download(name, folder), unpacked]);
    version(binary(unpacked, name));
    rmSync(target, { recursive: true, force: true });
    renameSync(unpacked, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function place(files, target) {
  const folder = join('/', files);
  if (existsSync(folder)) return;
  try {
    cpSync(join(target, files), folder, { recursive: true });
  } catch (error) {
    throw new Error(`copy ${join(target, files)} to ${folder}, which takes root`, { cause: error });
  }
}

for (const { title, name, files } of servers) {
  const target = join(cache, name);
  try {
    if (!existsSync(binary(target, name))) get(name, target);
    if (files !== undefined) place(files, target);
    console.log(`${title} ${version(binary(target, name))}: ${binary(target, name)}`);
  } catch (error) {
    console.error(`No real ${title} could be put into ${target}: ${words(error)}`);
    process.exitCode = 1;
  }
}
