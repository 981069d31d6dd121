// Whatever is typed as an answer, up to a pasted megabyte: it is judged in time, and never a crash.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkAnswer } from '../../src/lab/checks/kinds/answer/check.ts';
import { parseChoice } from '../../src/lab/checks/kinds/answer/choice.ts';
import { namesSeries, parseLabels } from '../../src/lab/checks/kinds/answer/labels.ts';
import { parseNumber } from '../../src/lab/checks/kinds/answer/number.ts';
import type { CheckContext } from '../../src/lab/checks/contract/context.ts';
import { FUZZ, mutated, quick, quickAsync } from './inputs.ts';

const inputs = mutated(
  [
    '100',
    'four',
    'one hundred and twenty',
    '1,000.5 requests',
    'POST /products',
    'http_requests_total{method="POST", path="/products"} 27',
    'path=/products method=POST',
    'gauge',
    'b) a gauge',
  ],
  ['path', 'method', 'POST', '/products', '{', '}', '=', 'hundred ', 'and ', '9', '1,', "1'"],
);
const CHOICES = [
  { id: 'gauge', text: 'A gauge', because: 'It goes up and down.', right: true },
  { id: 'counter', text: 'A counter', because: 'It only goes up.' },
];

const KNOWN = new Set(['products', 'cart', 'get', 'post']);

describe('any text as an answer', () => {
  test('is read as a number, labels, a choice, or none of them', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(inputs, (text) => {
        const number = quick(() => parseNumber(text));
        expect(Number.isFinite(number ?? 0)).toBe(true);
        const typed = quick(() => parseLabels(text, ['path', 'method']));
        quick(() => namesSeries(typed, ['path', 'method'], { path: '/products', method: 'POST' }, KNOWN));
        quick(() => parseChoice(text, CHOICES));
      }),
      FUZZ,
    );
  });

  test('is judged in few words, whatever its length', async () => {
    const form = { kind: 'answer', question: 'How many?', form: 'number', value: 100 } as const;
    await fc.assert(
      fc.asyncProperty(inputs, fc.constantFrom(1, 1, 1, 1, 50), async (text, times) => {
        const answer = text.repeat(times).slice(0, 1_000_000);
        // A fixed value is asked of no server, and is about no traffic: the check looks at nothing but the answer.
        const context = {
          answer,
          signal: new AbortController().signal,
          appWithTraffic: () => Promise.resolve(undefined),
        } as Partial<CheckContext> as CheckContext;
        const verdict = await quickAsync(() => checkAnswer(form, context));
        expect(JSON.stringify(verdict).length).toBeLessThan(2_000);
      }),
      FUZZ,
    );
  });
});
