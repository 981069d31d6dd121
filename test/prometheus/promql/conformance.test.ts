// The engine against promqltest cases: the project's own, and Prometheus's where they lie beside the repository.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { runConformance } from '../../support/promqltest/main.ts';
import { runCases } from '../../support/promqltest/run-cases.ts';

const own = fileURLToPath(new URL('cases', import.meta.url));
const shared = fileURLToPath(new URL('../../../../shared/promqltest', import.meta.url));

function caseFiles(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.test')) : [];
}

function failuresOf(folder: string, name: string): string[] {
  const results = runCases(readFileSync(join(folder, name), 'utf8'));
  expect(results.length).toBeGreaterThan(0);
  return results.flatMap(({ line, text, reason }) =>
    reason === undefined ? [] : [`${name}:${line} ${text}: ${reason}`],
  );
}

describe("the project's own cases", () => {
  test.each(caseFiles(own))('all cases of %s pass', (name) => {
    expect(failuresOf(own, name)).toEqual([]);
  });
});

describe.skipIf(!existsSync(shared))("Prometheus's cases", () => {
  test.each(caseFiles(shared))('all cases of %s pass', (name) => {
    expect(failuresOf(shared, name)).toEqual([]);
  });

  test('they are the 426 cases that the folder holds', async () => {
    const lines: string[] = [];
    expect(await runConformance([shared], (line) => lines.push(line))).toBe(0);
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ files: 15, cases: 426, passed: 426, failed: 0 });
  });
});

describe('the runner itself', () => {
  const load = 'load 1m\n  m{a="1"} 1 2 3\n  n{a="1"} 5\n';

  test.each([
    ['a wrong value', 'eval instant at 1m m\n  m{a="1"} 3', 'is 2 at 60000 ms, expected 3'],
    [
      'a missing series',
      'eval instant at 0 m\n  m{a="1"} 1\n  m{a="2"} 1',
      '{"__name__":"m","a":"2"} is missing',
    ],
    ['an extra series', 'eval instant at 0 m', 'is not expected'],
    ['an extra sample', 'eval range from 0 to 1m step 1m m\n  m{a="1"} 1', 'where nothing is expected'],
    [
      'a wrong order',
      'eval instant at 0 sort({a="1"})\n  expect ordered\n  n{a="1"} 5\n  m{a="1"} 1',
      'the order is',
    ],
    ['an unexpected error', 'eval instant at 0 rate(m)\n  m 1', 'failed: 1:6: parse error'],
    ['a missing error', 'eval instant at 0 m\n  expect fail', 'expected to fail, and did not'],
    ['an error with other words', 'eval instant at 0 rate(m)\n  expect fail msg: no', 'expected ["no"]'],
    [
      'a warning that did not come',
      'eval instant at 0 m\n  expect warn\n  m{a="1"} 1',
      'expected the warning',
    ],
    [
      'an info that was refused',
      'eval instant at 2m rate(m[3m])\n  expect no_info\n  {a="1"} 1',
      'expected no info',
    ],
    ['a wrong scalar', 'eval instant at 0 1 + 1\n  3', 'the answer is 2, expected 3'],
    ['a wrong string', 'eval instant at 0 "a"\n  expect string "b"', 'the answer is "a", expected "b"'],
    [
      'a warning too many',
      'eval instant at 0 quantile(2, m) + quantile(3, m)\n  expect warn regex: got 2\n  {} Inf',
      'got 3 (1:27)" was not expected',
    ],
    ['what it cannot read', 'eval sometime m\n  m 1', 'cannot be read'],
    ['a number among series', 'eval instant at 0 m\n  m{a="1"} 1\n  1', 'cannot be read'],
    ['what stands behind clear', 'clear all', 'cannot be read'],
    ['what stands below clear', 'clear\n  m 1', 'cannot be read'],
    ['native histograms', 'load 1m\n  h {{schema:0}}', 'cannot be read'],
  ])('reports %s', (_, text, reason) => {
    const failures = runCases(`${load}\n${text}\n`).filter((result) => result.reason !== undefined);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.reason).toContain(reason);
  });

  test('reads a string with its escapes, and the classic part of a load that has a native one too', () => {
    const text =
      'load_with_nhcb 1m\n  m_bucket{le="1"} 2\n\neval instant at 0 "a\\n\\"" \n  expect string "a\\n\\""\n\n';
    const results = runCases(
      `${text}eval instant at 0 m_bucket\n  m_bucket{le="1"} 2\n\neval instant at 0 m\n  m 1`,
    );
    expect(results.map(({ reason }) => reason)).toEqual([
      undefined,
      undefined,
      expect.stringContaining('is missing'),
    ]);
  });

  test('exits with code 2 if there is nothing to run', async () => {
    expect(await runConformance([], () => undefined)).toBe(2);
  });
});
