import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeStaleAt } from '../../../src/prometheus/model/samples.ts';
import { SampleColumns, wordsOf } from '../../../src/prometheus/storage/chunks/sample-columns.ts';
import { ByteReader, ByteWriter } from '../../../src/prometheus/storage/codec/bytes.ts';
import { CellReader } from '../../../src/prometheus/storage/chunks/cells.ts';
import { ChunkList } from '../../../src/prometheus/storage/chunks/list.ts';
import { CHUNK_SIZE, ChunkReader } from '../../../src/prometheus/storage/chunks/reader.ts';
import { SeriesChunks } from '../../../src/prometheus/storage/chunks/series.ts';

const STALE = 'stale';

/** Steps that a sample takes from the one before: in time, and in value. */
const step = fc.record({
  time: fc.oneof(
    { weight: 8, arbitrary: fc.constant(15_000) },
    fc.integer({ min: 1, max: 200 }),
    fc.integer({ min: 1, max: 2 ** 31 }),
    fc.integer({ min: 1, max: 2 ** 40 }),
    fc.constant(0.5),
  ),
  value: fc.oneof(
    fc.constantFrom<(number | typeof STALE)[]>(
      STALE,
      -0,
      0,
      Number.NaN,
      Infinity,
      5e-324,
      2 ** 53,
      0.1,
      1e300,
    ),
    fc.double(),
    fc.nat(300),
    fc.integer(),
  ),
});
const series = fc.array(step, { minLength: 1, maxLength: 3 * CHUNK_SIZE, size: 'max' });

type Sample = readonly [time: number, bits: bigint];

function samplesOf(
  steps: readonly { readonly time: number; readonly value: number | typeof STALE }[],
): Sample[] {
  const cell = new Float64Array(1);
  const bits = new BigUint64Array(cell.buffer);
  let time = 1_700_000_000_000;
  return steps.map(({ time: later, value }) => {
    time += later;
    if (value === STALE) writeStaleAt(cell, 0);
    else cell[0] = value;
    return [time, bits[0] ?? 0n];
  });
}

function append(chunks: SeriesChunks, row: number, samples: readonly Sample[]): void {
  for (const [time, bits] of samples)
    chunks.append(row, time, wordsOf(new Float64Array(BigUint64Array.of(bits).buffer)), 0);
}

function read(chunks: SeriesChunks, row: number, minT = -Infinity, maxT = Infinity): Sample[] {
  const out = new SampleColumns();
  chunks.copy(row, minT, maxT, out);
  return samplesIn(out);
}

/** Lists the chunks of a series now; the returned function reads them as another thread does. */
function listed(chunks: SeriesChunks, row: number): () => Sample[] {
  const cells = new CellReader();
  for (const slab of chunks.slabsFrom(0)) cells.addSlab(slab);
  const list = new ChunkList();
  chunks.list(row, -Infinity, Infinity, list);
  const { firstCells, counts, starts } = list.columns();
  const reader = new ChunkReader(cells);
  return () => {
    const out = new SampleColumns();
    for (const [at, cell] of firstCells.entries())
      reader.decode(cell, counts[at] ?? 0, starts[at] ?? 0, -Infinity, Infinity, out);
    return samplesIn(out);
  };
}

function samplesIn(out: SampleColumns): Sample[] {
  const bits = new BigUint64Array(out.values.buffer);
  return Array.from({ length: out.length }, (_, i) => [out.timestamps[i] ?? NaN, bits[i] ?? 0n]);
}

test('chunks return every bit that was added, in any window', () => {
  fc.assert(
    fc.property(fc.array(series, { minLength: 1, maxLength: 3 }), fc.nat(), fc.nat(), (all, from, to) => {
      const chunks = new SeriesChunks();
      const kept = all.map((steps) => ({ row: chunks.allocate(), samples: samplesOf(steps) }));
      // In turns, as scrapes do it, so that the cells of the series lie among each other.
      for (let i = 0; i < 3 * CHUNK_SIZE; i++)
        for (const { row, samples } of kept) append(chunks, row, samples.slice(i, i + 1));
      for (const { row, samples } of kept) {
        expect(read(chunks, row)).toEqual(samples);
        const minT = (samples[from % samples.length]?.[0] ?? 0) + (from % 3) - 1;
        const maxT = (samples[to % samples.length]?.[0] ?? 0) + (to % 3) - 1;
        const inside = samples.filter(([time]) => time >= minT && time <= maxT);
        expect(read(chunks, row, minT, maxT)).toEqual(inside);
        expect(chunks.has(row, minT, maxT)).toBe(inside.length > 0);
      }
    }),
    { numRuns: 60 },
  );
});

test('chunks cut at any sample keep the earlier ones and continue from there; the cut memory is reused', () => {
  fc.assert(
    fc.property(series, fc.nat(), series, (before, at, after) => {
      const chunks = new SeriesChunks();
      const other = chunks.allocate();
      const row = chunks.allocate();
      const samples = samplesOf(before);
      append(chunks, row, samples);
      const index = at % samples.length;
      const cut = samples[index]?.[0] ?? 0;
      expect(chunks.dropFrom(row, cut)).toBe(samples.length - index);
      expect(chunks.isEmpty(row)).toBe(index === 0);
      const rest = samplesOf(after).map(([time, bits]): Sample => [time - 1_700_000_000_000 + cut, bits]);
      append(chunks, other, samples);
      append(chunks, row, rest);
      expect(read(chunks, row)).toEqual([...samples.slice(0, index), ...rest]);
      expect(read(chunks, other)).toEqual(samples);
    }),
    { numRuns: 60 },
  );
});

test('a listed selection stays readable while samples are added and dropped', () => {
  fc.assert(
    fc.property(series, fc.nat(), series, (before, at, after) => {
      const chunks = new SeriesChunks();
      const [row, other] = [chunks.allocate(), chunks.allocate()];
      const samples = samplesOf(before);
      append(chunks, row, samples.slice(0, at % samples.length));
      const letGo = chunks.keep();
      const readListed = listed(chunks, row);
      append(chunks, row, samples.slice(at % samples.length));
      expect(readListed()).toEqual(samples.slice(0, at % samples.length));
      chunks.dropFrom(row, samples[0]?.[0] ?? 0);
      append(chunks, other, samplesOf(after));
      append(chunks, row, samplesOf(after));
      expect(readListed()).toEqual(samples.slice(0, at % samples.length));
      letGo();
      expect(read(chunks, row)).toEqual(samplesOf(after));
    }),
    { numRuns: 60 },
  );
});

test('memory that readers held is reused, even though there is always a reader', () => {
  const chunks = new SeriesChunks();
  const row = chunks.allocate();
  const samples = samplesOf(Array.from({ length: 5_000 }, (_, i) => ({ time: 1, value: Math.sin(i) })));
  let letGo = chunks.keep();
  for (let turn = 0; turn < 30; turn += 1) {
    append(chunks, row, samples);
    chunks.dropFrom(row, samples[0]?.[0] ?? 0);
    const next = chunks.keep();
    append(chunks, row, samples);
    chunks.dropFrom(row, samples[0]?.[0] ?? 0);
    letGo();
    letGo = next;
  }
  // Three megabytes were written, and no more than two hundred kilobytes are in use or kept.
  expect(chunks.slabsFrom(0)).toHaveLength(1);
});

test('saved chunks are loaded into new and used cells, over several slabs, and continue from there', () => {
  const steps = Array.from({ length: 1_000 }, (_, i) => ({ time: 1 + (i % 3), value: Math.sin(i) }));
  const samples = samplesOf(steps);
  const [from, to] = [new SeriesChunks(), new SeriesChunks()];
  const out = new ByteWriter();
  const saved = from.allocate();
  append(from, saved, samples.slice(0, 700));
  from.save(saved, out);
  const released = to.allocate();
  append(to, released, samples);
  to.dropFrom(released, samples[0]?.[0] ?? 0);
  const rows = Array.from({ length: 300 }, () => {
    const row = to.allocate();
    to.load(row, new ByteReader(Buffer.from(out.bytes())), -Infinity);
    return row;
  });
  for (const row of rows) append(to, row, samples.slice(700));
  expect(to.slabsFrom(0).length).toBeGreaterThan(2);
  expect(rows.filter((row) => !isDeepStrictEqual(read(to, row), samples))).toEqual([]);
});
