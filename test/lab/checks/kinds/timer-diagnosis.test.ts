import { expect, test } from 'vitest';
import {
  countedAgain,
  diagnoseTimers,
} from '../../../../src/lab/checks/kinds/requests-counted/timer-diagnosis.ts';
import type { Gains } from '../../../../src/lab/checks/metrics/registries.ts';

const gains = (value: number): Gains => new Map([[1, [{ labels: {}, value }]]]);
const none: Gains = new Map([[1, []]]);

test.each<[code: string | undefined, atOnce: Gains, settled: Gains, later: Gains]>([
  [undefined, gains(4), gains(4), gains(4)],
  // What counts late is right in the end.
  [undefined, none, gains(4), gains(4)],
  ['counter-went-down', gains(4), none, none],
  ['counter-went-down', gains(4), gains(4), gains(1)],
  ['counted-wrong-amount', none, gains(4), gains(8)],
])('%s', (code, atOnce, settled, later) => {
  expect(diagnoseTimers('m_total', atOnce, settled, later)?.code).toBe(code);
});

test('a timer that counts each request once more is told from one that adds another amount', () => {
  expect(countedAgain('m_total', gains(4), gains(8)).code).toBe('counted-twice');
  expect(countedAgain('m_total', gains(4), gains(5)).code).toBe('counted-wrong-amount');
});
