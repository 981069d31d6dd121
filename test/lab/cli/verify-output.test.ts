import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import type { Host } from '../../../src/lab/cli/io/host.ts';
import { createOutput } from '../../../src/lab/cli/io/output.ts';
import { createProgress, formatSum } from '../../../src/lab/cli/instructor/verify-output.ts';
import type { CaseResult } from '../../../src/lab/verify/cases/model.ts';

const result = (name: string, outcome: CaseResult['outcome']): CaseResult => ({
  step: 'count-requests',
  kind: 'mistake',
  name,
  outcome,
  durationMs: 12,
  appStarts: 1,
});
const SURPRISE = result('count-requests/mistakes/a-rather-long-name', {
  status: 'surprise',
  expected: 'fail counted-twice',
  observed: 'pass',
});
const BLOCKED = result('count-requests/solution', {
  status: 'blocked',
  expected: 'pass',
  observed: 'no Prometheus',
});
const GOOD = result('count-requests/before the step', { status: 'expected', observed: 'fail not-counted' });

/** What is written for the results, on a terminal or elsewhere. */
function written(isTTY: boolean, columns: number, results: readonly CaseResult[], isWhole = true): string {
  let text = '';
  const stdout = Object.assign(new PassThrough(), { isTTY, columns });
  stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const host = { stdout, stderr: new PassThrough(), env: { NO_COLOR: '1' } } as unknown as Host;
  const progress = createProgress(host, createOutput(host, false), false);
  for (const [index, one] of results.entries()) progress.onResult(one, { done: index + 1, total: 9 });
  if (isWhole) progress.end();
  else progress.interrupted();
  return text;
}

describe('the progress of verify', () => {
  test('has one line per case without a terminal, and details for each surprise', () => {
    expect(written(false, 80, [GOOD, BLOCKED, SURPRISE]))
      .toBe(`ok        count-requests/before the step (12 ms)
blocked   count-requests/solution
          expected pass
          found no Prometheus
surprise  count-requests/mistakes/a-rather-long-name
          expected fail counted-twice
          found pass
`);
  });

  test('has no line that is wider than a narrow terminal', () => {
    const shown = written(true, 40, [SURPRISE]).replaceAll('\r\u001b[2K', '');
    for (const line of shown.split('\n')) expect(line.length).toBeLessThan(40);
  });

  test('removes its bar when it is interrupted and says how far it got', () => {
    expect(written(true, 80, [GOOD], false).split('\u001b[2K').at(-1)).toBe('Stopped after 1 of 9 cases.\n');
    expect(written(true, 80, [], false)).not.toContain('Stopped');
  });
});

test('the summary separates unexpected results from cases that could not be judged', () => {
  expect(formatSum([GOOD, SURPRISE, BLOCKED], { durationMs: 1234, appStarts: 1 })).toBe(
    '1 as expected, 1 not, 1 not judged, in 1.2 s with 1 app start.',
  );
  expect(formatSum([GOOD], { durationMs: 0, appStarts: 2 })).toBe(
    '1 as expected, 0 not, in 0.0 s with 2 app starts.',
  );
});
