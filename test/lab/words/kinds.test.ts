import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { blocked } from '../../../src/lab/words/en/verdicts/blocked.ts';

const ERRORS = path.resolve(import.meta.dirname, '../../../src/lab/words/en/errors');

// The tables are put together into one: an entry of one would silently take the place of another.
test('no two errors have the same kind', async () => {
  const modules = await Promise.all(
    readdirSync(ERRORS).map(
      async (file): Promise<object> => (await import(path.join(ERRORS, file))) as object,
    ),
  );
  const tables = [blocked, ...modules.flatMap((one): unknown[] => Object.values(one))];
  const kinds = tables.flatMap((table) =>
    typeof table === 'object' && table !== null ? Object.keys(table) : [],
  );
  expect(kinds.length).toBeGreaterThan(100);
  expect(kinds.filter((kind, index) => kinds.indexOf(kind) !== index)).toEqual([]);
});
