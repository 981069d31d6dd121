// `npm run conformance -- DIR`: all case files of a folder against the engine; one line of JSON with the totals at the end.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { runCases } from './run-cases.ts';

/** Prints what passed and what failed, and gives the exit code: 0 all passed, 1 not all, 2 wrong use. */
export async function runConformance(
  args: readonly string[],
  print: (line: string) => void,
): Promise<number> {
  const [folder] = args;
  if (folder === undefined || args.length > 1) {
    print('usage: npm run conformance -- DIR');
    return 2;
  }
  const names = (await readdir(folder)).filter((name) => name.endsWith('.test')).toSorted();
  if (names.length === 0) {
    print(`no *.test files in ${folder}`);
    return 2;
  }
  let [passed, failed] = [0, 0];
  for (const name of names) {
    const results = runCases(await readFile(join(folder, name), 'utf8'));
    const failures = results.filter(({ reason }) => reason !== undefined);
    passed += results.length - failures.length;
    failed += failures.length;
    print(`${name}: ${results.length - failures.length} passed, ${failures.length} failed`);
    for (const { line, text, reason } of failures) print(`  line ${line}: ${text}\n    ${reason}`);
  }
  print(JSON.stringify({ files: names.length, cases: passed + failed, passed, failed }));
  return failed === 0 ? 0 : 1;
}
