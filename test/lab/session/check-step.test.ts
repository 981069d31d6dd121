import { expect, test } from 'vitest';
import { statusOf } from '../../../src/lab/session/work/check-step.ts';

test.each([
  ['pass', []],
  ['pass', ['pass', 'pass']],
  ['fail', ['pass', 'fail']],
  ['fail', ['fail', 'pass']],
  ['fail', ['fail', 'blocked']],
  ['blocked', ['blocked', 'pass']],
] as const)('the status of a step is %s if its checks are %j', (status, checks) => {
  expect(statusOf(checks.map((one) => ({ status: one })))).toBe(status);
});
