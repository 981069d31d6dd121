import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendJournal, parseJournal, readJournal } from '../../../src/lab/workspace/index.ts';
import type { JournalEntry } from '../../../src/lab/workspace/index.ts';
import { sampleWorkspace } from './sample.ts';

const entries: readonly JournalEntry[] = [
  { at: '2026-01-01T12:00:00.000Z', kind: 'opened', step: 'one' },
  {
    at: '2026-01-01T12:01:00.000Z',
    kind: 'attempt',
    step: 'one',
    detail: { status: 'fail', codes: ['counted-twice'] },
  },
  { at: '2026-01-01T12:02:00.000Z', kind: 'answer', step: 'two', detail: { answer: 'a\nb "ü" \u2028' } },
  { at: '2026-01-01T12:03:00.000Z', kind: 'finished' },
];
const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

describe('the journal', () => {
  test('keeps entries in order, one per line', async () => {
    const { workspace } = await sampleWorkspace();
    expect(await readJournal(workspace)).toEqual({ entries: [], skipped: [] });
    for (const entry of entries) await appendJournal(workspace, entry);
    expect(await readJournal(workspace)).toEqual({ entries, skipped: [] });
    expect(await readFile(path.join(workspace.stateDir, 'journal.jsonl'), 'utf8')).toBe(text);
  });

  test('a truncated line is reported and kept, and the entries around it are not lost', async () => {
    const { workspace } = await sampleWorkspace();
    const file = path.join(workspace.stateDir, 'journal.jsonl');
    for (const entry of entries.slice(0, 2)) await appendJournal(workspace, entry);
    const { length } = await readFile(file);
    await truncate(file, length - 10);
    await appendJournal(workspace, entries[3] ?? { at: '', kind: 'opened' });
    expect(await readJournal(workspace)).toEqual({
      entries: [entries[0], entries[3]],
      skipped: [{ line: 2, fault: 'garbled' }],
    });
    expect(await readFile(file, 'utf8')).toContain('"codes":["counted-');
  });

  test('lines of a newer lab and of other shapes are reported one by one', async () => {
    const { workspace } = await sampleWorkspace();
    const file = path.join(workspace.stateDir, 'journal.jsonl');
    await writeFile(file, '{"at":"2026-01-01T12:00:00Z","kind":"dance"}\n[]\n{"kind":"hint"}\n\n');
    await appendFile(file, text);
    const read = await readJournal(workspace);
    expect(read.entries).toEqual(entries);
    expect(read.skipped.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  test('many appended at once are all there', async () => {
    const { workspace } = await sampleWorkspace();
    const many = Array.from({ length: 50 }, (_, index): JournalEntry => ({
      ...entries[1],
      at: new Date(index).toISOString(),
      kind: 'attempt',
    }));
    await Promise.all(many.map((entry) => appendJournal(workspace, entry)));
    const read = await readJournal(workspace);
    expect(read.skipped).toEqual([]);
    expect(read.entries.toSorted((a, b) => (a.at < b.at ? -1 : 1))).toEqual(many);
  });

  test('truncated at any byte keeps every complete line', () => {
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const kept = bytes.subarray(0, cut).toString();
      const whole = kept.split('\n').length - 1;
      const read = parseJournal(kept);
      expect(read.entries.slice(0, whole)).toEqual(entries.slice(0, whole));
      expect(read.entries.length - whole).toBeLessThanOrEqual(1);
      expect(read.skipped.length).toBeLessThanOrEqual(1);
    }
  });

  test('with any bytes changed keeps every other line', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(fc.nat(text.length - 2), fc.string({ minLength: 1, maxLength: 3 }), (index, junk) => {
        const read = parseJournal(text.slice(0, index) + junk + text.slice(index + junk.length));
        const touched = new Set(
          [index, index + junk.length].map((offset) => text.slice(0, offset).split('\n').length - 1),
        );
        const safe = entries.filter((_, line) => !touched.has(line));
        expect(read.entries).toEqual(expect.arrayContaining([...safe]));
      }),
      { numRuns: 2000 },
    );
  });

  test('any text at all is read without failing', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(fc.string(), (input) => {
        const read = parseJournal(input);
        expect(read.entries.length + read.skipped.length).toBeLessThanOrEqual(input.split('\n').length);
      }),
    );
  });
});
