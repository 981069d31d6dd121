import { expect, test } from 'vitest';
import { takeTurns } from '../../../src/lab/verify/take-turns.ts';

test('a small group is spread among the items of a large one, both in order', () => {
  const items = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'];
  expect(takeTurns(items, (item) => item[0])).toEqual(['a1', 'b1', 'a2', 'c1', 'a3', 'b2', 'a4']);
});
