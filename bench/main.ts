// `npm run bench [name…]`: every number that the lab promises, measured in one run, as a table of medians and ratios.
import { formatTable } from '../src/lab/ui/render/layout.ts';
import { realPrometheus } from '../test/support/real-prometheus.ts';
import { benchAppStart } from './app-start.ts';
import { benchColdStart } from './cold-start.ts';
import { benchEmbedded, benchEmbeddedLoad } from './embedded.ts';
import { benchPackageSize } from './package-size.ts';
import { createBenchPlace, type BenchPlace } from './place.ts';
import type { BenchRow } from './row.ts';
import { benchSimulatedTime } from './simulated-time.ts';
import { benchTraffic } from './traffic.ts';
import { benchVerify } from './verify.ts';

const root = process.cwd();
const wanted = process.argv.slice(2);

const BENCHES: Readonly<Record<string, (place: BenchPlace) => Promise<readonly BenchRow[]>>> = {
  // First: its peak of memory is that of this process.
  'simulated-time': benchSimulatedTime,
  'cold-start': () => benchColdStart(`${root}/dist/main.js`),
  app: async (place) => (await benchAppStart(place)).rows,
  traffic: benchTraffic,
  package: benchPackageSize,
  verify: async (place) => benchVerify(place, (await benchAppStart(place)).bareStartMs),
  embedded: ({ dist }) => benchEmbedded(dist, realPrometheus),
  'embedded-load': ({ dist }) => benchEmbeddedLoad(dist, realPrometheus),
};

const unknown = wanted.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0)
  throw new Error(`there is no bench ${unknown.join(', ')}: ${Object.keys(BENCHES).join(', ')}`);

const rows: BenchRow[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`measuring ${name} ...\n`);
  const place = await createBenchPlace(root);
  try {
    rows.push(...(await bench(place)));
  } finally {
    await place.remove();
  }
}
console.log(
  formatTable(
    ['what', 'measured', 'ratio', 'promised', ''],
    rows.map((row) => [
      row.name,
      row.value,
      row.ratio?.toFixed(2) ?? '',
      row.limit ?? '',
      row.ok ? 'ok' : 'MISSED',
    ]),
    Number.POSITIVE_INFINITY,
  ),
);
process.exitCode = rows.every((row) => row.ok) ? 0 : 1;
