// Asks npm for known advisories on what the lockfile names. 1: there are some; 0: none, or the registry in use cannot
// be asked, which is said.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const { stdout, error } = spawnSync('npm', ['audit', '--json'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
if (error !== undefined) throw error;

const { metadata, vulnerabilities = {}, message } = JSON.parse(stdout);
if (metadata === undefined) {
  console.log(`audit: not judged, the registry gave no advisories (${message ?? 'no reason'})`);
} else {
  const names = Object.keys(vulnerabilities);
  const word = names.length === 1 ? 'advisory' : 'advisories';
  console.log(`audit: ${names.length} ${word}${names.length > 0 ? ` (${names.join(', ')})` : ''}`);
  process.exitCode = names.length > 0 ? 1 : 0;
}
