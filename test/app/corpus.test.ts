// The corpus as files: each says what it shows, names a code that exists, and each step has enough of both sorts.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { failCodes } from '../../src/lab/checks/facts/codes.ts';

const steps = fileURLToPath(new URL('../../steps', import.meta.url));
const stepsThatEdit = [
  '03-define-counter',
  '04-count-requests',
  '05-expose-metrics',
  '07-label-requests',
  '08-scrape-api',
  '10-count-errors',
  '13-in-progress',
  '16-count-outcomes',
  '17-export-zeros',
  '19-measure-durations',
  '22-bound-the-labels',
  '23-limit-the-scrape',
  '24-add-app-info',
];

interface Case {
  readonly name: string;
  /** The first line, without its comment sign. */
  readonly header: string;
  readonly text: string;
}

/** A case is one file, or a folder in which the file that the step is about carries the header. */
function casesOf(step: string, kind: 'mistakes' | 'variants'): readonly Case[] {
  const dir = path.join(steps, step, kind);
  return readdirSync(dir, { withFileTypes: true }).map((entry) => {
    const isConfig = ['08-scrape-api', '23-limit-the-scrape'].includes(step);
    const main = isConfig ? 'prometheus.yml' : 'main.ts';
    const file = path.join(dir, entry.name, ...(entry.isDirectory() ? [main] : []));
    const text = readFileSync(file, 'utf8');
    return {
      name: entry.name,
      header: (text.split('\n')[0] ?? '').replace(/^(?:\/\/|#) /, ''),
      // What stands beside the file makes another program of it.
      text: [
        text.slice(text.indexOf('\n')),
        ...(entry.isDirectory() ? othersIn(path.join(dir, entry.name), main) : []),
      ].join('\n'),
    };
  });
}

function othersIn(folder: string, main: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== main)
    .map((entry) => path.join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => `${path.relative(folder, file)}\n${readFileSync(file, 'utf8')}`);
}

describe.each(stepsThatEdit)('the corpus of %s', (step) => {
  const mistakes = casesOf(step, 'mistakes');
  const variants = casesOf(step, 'variants');

  test('has at least eight mistakes and six variants', () => {
    expect(mistakes.length).toBeGreaterThanOrEqual(8);
    expect(variants.length).toBeGreaterThanOrEqual(6);
  });

  test.each(mistakes)('mistake $name names a code that a check can report', ({ header }) => {
    const [, code, shows] = /^mistake: (\S+) — (.+)$/.exec(header) ?? [];
    expect(failCodes).toContain(code);
    expect(shows).toBeTruthy();
  });

  test.each(variants)('variant $name says what it shows', ({ header }) => {
    expect(header).toMatch(/^variant: .+$/);
  });

  test('has no two cases with the same text', () => {
    const texts = [...mistakes, ...variants].map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

test('steps in which learners write, install or look into something have a corpus, and no others', () => {
  const withCorpus = readdirSync(steps).filter((step) =>
    ['mistakes', 'variants'].some((kind) => existsSync(path.join(steps, step, kind))),
  );
  const written = readdirSync(steps).filter((step) => {
    const text = path.join(steps, step, 'step.md');
    return (
      existsSync(text) &&
      /^kind: (?:edit|query|command)$|^ *- kind: incident$/m.test(readFileSync(text, 'utf8'))
    );
  });
  expect(withCorpus.toSorted()).toEqual(written.toSorted());
});
