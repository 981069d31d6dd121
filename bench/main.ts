// `npm run bench`: every number that the lab promises, measured in one run, as a table of medians and ratios.
import { fileURLToPath } from 'node:url';
import { formatTable } from '../src/lab/ui/layout.ts';
import { benchColdStart } from './cold-start.ts';
import type { BenchRow } from './row.ts';

const bin = fileURLToPath(new URL('../dist/main.js', import.meta.url));
void bin;
const wanted = process.argv.slice(2);
const BENCHES: Readonly<Record<string, () => Promise<readonly BenchRow[]>>> = {
  'cold-start': () => benchColdStart(`${process.cwd()}/dist/main.js`),
};

const rows: BenchRow[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stderr.write(`measuring ${name} ...\n`);
  rows.push(...(await bench()));
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
