// `npm test`: what a person runs after a change, in minutes and with nothing else installed; then a line on what was left out.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const cached = (name) => new URL(`../node_modules/.cache/${name}/usr/bin/${name}`, import.meta.url);
const projects = ['unit', 'contract', 'live'].flatMap((name) => ['--project', name]);

const { status } = spawnSync(process.execPath, [vitest, 'run', ...projects, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
console.log('Left out: load, fuzz, fault and end-to-end tests. `npm run test:all` runs them too.');
if (!['prometheus', 'prometheus-alertmanager'].every((name) => existsSync(cached(name))))
  console.log(
    'Skipped: what needs a real Prometheus or Alertmanager. `node scripts/get-real-servers.mjs` downloads both for the tests.',
  );
process.exitCode = status ?? 1;
