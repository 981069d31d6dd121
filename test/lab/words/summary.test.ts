import { expect, test } from 'vitest';
import { summaryInWords } from '../../../src/lab/words/index.ts';

test('the summary of a part names the part', () => {
  const text = summaryInWords({ course: 'Shop', part: 'The first part', day: '2026-01-02', steps: [] });
  expect(text).toMatch(/^# Shop: finished\n\n## The first part\n\nOn 2026-01-02: /);
});

test('the summary counts the steps by how they were done, and names each', () => {
  const step = { attempts: 1, hintsShown: 0, status: 'passed' } as const;
  expect(
    summaryInWords({
      course: 'Shop',
      day: '2026-01-02',
      steps: [
        { ...step, number: 1, title: 'One' },
        { ...step, number: 2, title: 'Two', status: 'applied', attempts: 3, hintsShown: 1 },
        { ...step, number: 3, title: 'Three', status: 'skipped', attempts: 0, hintsShown: 2 },
      ],
    }),
  ).toBe(`# Shop: finished

On 2026-01-02: 1 of 3 steps done by hand, 1 applied, 1 skipped.

1. **One**: done (1 check)
2. **Two**: solution applied (3 checks, 1 hint)
3. **Three**: skipped (0 checks, 2 hints)
`);
});
