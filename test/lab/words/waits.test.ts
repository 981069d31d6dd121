import { expect, test } from 'vitest';
import { wordsOfWait } from '../../../src/lab/words/index.ts';

test('a wait names each target and the interval', () => {
  const fact = { kind: 'scrape', places: ['localhost:8000', 'localhost:3000'], intervalMs: 1_500 };
  expect(wordsOfWait(fact)).toBe(
    'Waiting for Prometheus to scrape localhost:8000 and localhost:3000 (every 1.5 seconds) ...',
  );
});
