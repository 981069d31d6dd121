import { expect, test } from 'vitest';
import type { CaseOutcome, CaseResult } from '../../../src/lab/verify/cases/model.ts';
import { joinRuns } from '../../../src/lab/verify/cases/repeated.ts';

const run = (name: string, outcome: CaseOutcome): CaseResult => ({
  step: 's',
  kind: 'mistake',
  name,
  outcome,
  durationMs: 10,
  appStarts: 1,
});
const right: CaseOutcome = {
  status: 'expected',
  observed: 'fail counted-twice: One request adds 2. (found +2)',
};
const passed: CaseOutcome = { status: 'surprise', expected: 'fail counted-twice', observed: 'pass' };

test('runs that agree become one result with the sum of their times, whatever they counted', () => {
  const other: CaseOutcome = { ...right, observed: 'fail counted-twice: One request adds 2. (found +4)' };
  expect(joinRuns([run('a', right), run('b', passed), run('a', other), run('b', passed)])).toEqual([
    { ...run('a', right), runs: 2, durationMs: 20, appStarts: 2 },
    { ...run('b', passed), runs: 2, durationMs: 20, appStarts: 2 },
  ]);
});

test('a verdict that differs once is a surprise that shows how often', () => {
  const [joined] = joinRuns([run('a', right), run('a', passed), run('a', right)]);
  expect(joined?.outcome).toEqual({
    status: 'surprise',
    expected: 'fail counted-twice, in each of 3 runs',
    observed: '2 times fail counted-twice, 1 times pass',
  });
});

test('a mutant that fails with two different codes is also a surprise', () => {
  const other: CaseOutcome = {
    status: 'expected',
    observed: 'fail never-counted: No request adds anything.',
  };
  expect(joinRuns([run('a', right), run('a', other)])[0]?.outcome).toEqual({
    status: 'surprise',
    expected: 'fail counted-twice, in each of 2 runs',
    observed: '1 times fail counted-twice, 1 times fail never-counted',
  });
});
