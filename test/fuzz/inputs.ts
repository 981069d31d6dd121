// Inputs for the fuzz tests: real texts with junk put into them, a fixed seed, and a limit of one second an answer.
import { cpuUsage } from 'node:process';
import fc from 'fast-check';
import { expect } from 'vitest';

/** The same inputs each time. In CI 10,000 of them for each test, elsewhere enough to notice what is broken. */
export const FUZZ = {
  seed: 20_260_105,
  numRuns: process.env['CI'] === 'true' ? 10_000 : 1_000,
} as const;

const LONGEST_MS = 1_000;

/** Runs one input and expects it to take no second of work: time in which others had the processor does not count. */
export function quick<T>(work: () => T): T {
  const before = cpuUsage();
  const result = work();
  expectQuick(before);
  return result;
}

/** The same for work that waits. */
export async function quickAsync<T>(work: () => Promise<T>): Promise<T> {
  const before = cpuUsage();
  const result = await work();
  expectQuick(before);
  return result;
}

function expectQuick(before: NodeJS.CpuUsage): void {
  const { user, system } = cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(LONGEST_MS);
}

/** What breaks parsers, whatever they parse. */
const JUNK = [
  '\t',
  '\r\n',
  '\u0000',
  '\ufeff',
  '\ud800',
  '\u001b[2J',
  '\u2028',
  '__proto__',
  'constructor',
  '"',
  "'",
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '-',
  '#',
  '&a ',
  '*a ',
  '<<: ',
  '!!binary ',
  '|\n',
  '? ',
  '---\n',
  '1e999',
  'NaN',
  '💥',
];

/** A text of the seeds with up to six changes: cut, replaced, repeated; now and then junk alone, or something long. */
export function mutated(seeds: readonly string[], tokens: readonly string[] = []): fc.Arbitrary<string> {
  const token = fc.oneof(fc.constantFrom(...JUNK, ...tokens), fc.string({ maxLength: 12 }));
  const repeated = (most: number): fc.Arbitrary<string> =>
    fc.tuple(token, fc.integer({ min: 2, max: most })).map(([text, times]) => text.repeat(times));
  const piece = fc.oneof({ weight: 80, arbitrary: token }, { weight: 1, arbitrary: repeated(300) });
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(40), piece), { minLength: 1, maxLength: 6 });
  const changed = fc.tuple(fc.constantFrom(...seeds), changes).map(([seed, edits]) =>
    edits.reduce((text, [place, cut, put]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + put + text.slice(at + cut);
    }, seed),
  );
  return fc.oneof(
    { weight: 400, arbitrary: changed },
    { weight: 100, arbitrary: fc.array(token, { maxLength: 40 }).map((parts) => parts.join('')) },
    // What takes a parser too long is long: rare here, because it costs as much as hundreds of the others.
    { weight: 1, arbitrary: repeated(20_000) },
  );
}
