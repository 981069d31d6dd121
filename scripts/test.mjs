// `npm test`: what a person runs after a change, in minutes and with nothing else installed; then a line on what was left out.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const prometheus = new URL('../node_modules/.cache/prometheus/usr/bin/prometheus', import.meta.url);
const projects = ['unit', 'contract', 'live'].flatMap((name) => ['--project', name]);

const { status } = spawnSync(process.execPath, [vitest, 'run', ...projects, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
console.log('Left out: load, fuzz, fault and end-to-end tests. `npm run test:all` runs them too.');
if (!existsSync(prometheus))
  console.log(
    'Skipped: what needs a real Prometheus. `node scripts/get-prometheus.mjs` downloads one for the tests.',
  );
process.exitCode = status ?? 1;
