// The two readers of archives against bytes that are wrong at any place: a LabError, never a hang, never another file.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../../../src/lab/model/errors.ts';
import { unpackTar } from '../../../../src/lab/prometheus/install/unpack-tar.ts';
import { unpackZip } from '../../../../src/lab/prometheus/install/unpack-zip.ts';
import { tempDir } from '../support.ts';
import { makeTar, makeZip } from './made-up-release.ts';

const never = new AbortController().signal;
const files = { one: 'first', two: 'x'.repeat(1500), empty: '' };

const kinds = [
  {
    name: 'tar.gz',
    unpack: unpackTar,
    // Damage below the compression, or zlib finds it all.
    make: async () => gunzipSync(await makeTar('f', files)),
    pack: (plain: Buffer) => gzipSync(plain),
  },
  {
    name: 'zip',
    unpack: unpackZip,
    make: () =>
      Promise.resolve(
        makeZip(Object.fromEntries(Object.entries(files).map(([name, text]) => [`f/${name}`, text]))),
      ),
    pack: (plain: Buffer) => plain,
  },
];

describe.each(kinds)('$name', ({ unpack, make, pack }) => {
  async function unpacked(bytes: Buffer): Promise<{ names: readonly string[]; outcome: unknown }> {
    const dir = await tempDir();
    const archive = join(dir, 'archive');
    await writeFile(archive, bytes);
    const wanted = new Map(
      [...Object.keys(files), 'absent'].map((name) => [`f/${name}`, join(dir, `out-${name}`)]),
    );
    const outcome = await unpack(archive, wanted, never).catch((error: unknown) => error);
    return { names: await readdir(dir), outcome };
  }

  test('returns the wanted files, and lists those that were there', async () => {
    const { names, outcome } = await unpacked(pack(await make()));
    expect(outcome).toEqual(new Set(['f/one', 'f/two', 'f/empty']));
    expect(names.toSorted()).toEqual(['archive', 'out-empty', 'out-one', 'out-two']);
  });

  test('survives damage at any byte', async () => {
    const good = await make();
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const bad = Buffer.from(good);
        bad[at] = (bad[at] ?? 0) ^ flip;
        const { names, outcome } = await unpacked(pack(bad));
        expect(outcome instanceof Set || outcome instanceof LabError).toBe(true);
        expect(names.every((name) => name === 'archive' || name.startsWith('out-'))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('survives a cut at any byte', async () => {
    const good = pack(await make());
    await fc.assert(
      fc.asyncProperty(fc.nat(good.length - 1), async (length) => {
        const { outcome } = await unpacked(good.subarray(0, length));
        expect(outcome instanceof Set || outcome instanceof LabError).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
