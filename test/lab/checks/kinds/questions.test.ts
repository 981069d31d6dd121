import { describe, expect, test } from 'vitest';
import { findRightAnswer, runCheck } from '../../../../src/lab/checks/index.ts';
import type { CheckContext } from '../../../../src/lab/checks/contract/context.ts';
import type { QueryResult } from '../../../../src/lab/model/prometheus-api.ts';
import type { Verdict } from '../../../../src/lab/model/verdict.ts';
import { codeOf, contextWith, type SpecFields } from '../support/context.ts';
import { fakeLiveApp } from '../support/fake-app.ts';
import { fakePrometheus, target, vector, type FakeAnswers } from '../support/fake-prometheus.ts';

const config = `global: { scrape_interval: 1s }
scrape_configs: [{ job_name: api, static_configs: [{ targets: ['localhost:8000'] }] }]
`;

function answer(
  spec: SpecFields<'answer'>,
  text: string | undefined,
  doors: Partial<CheckContext> = {},
): Promise<Verdict> {
  return runCheck({ kind: 'answer', ...spec }, contextWith({ answer: text, ...doors }));
}
const withPrometheus = (answers: FakeAnswers, lastTrafficAtMs?: number): Partial<CheckContext> => {
  const prometheus = fakePrometheus({ config, targets: [[target()]], ...answers });
  return { prometheus: () => Promise.resolve(prometheus), liveApp: fakeLiveApp(), lastTrafficAtMs };
};

describe('a fixed number', () => {
  const spec: SpecFields<'answer'> = {
    question: 'How many?',
    form: 'number',
    value: 4,
    because: { '2': 'Each path has two methods.' },
  };

  test.each(['4', '4.0', ' four. ', '"4"'])('%j is right', async (text) => {
    expect((await answer(spec, text)).status).toBe('pass');
  });

  test.each([
    ['5', 'wrong-answer'],
    ['about 4', 'not-a-number'],
    ['x'.repeat(1_000_000), 'answer-too-long'],
    ['', 'no-answer'],
    [undefined, 'no-answer'],
  ])('%.20s gets %s', async (text, code) => {
    const verdict = await answer(spec, text);
    expect(codeOf(verdict)).toBe(code);
    expect(JSON.stringify(verdict).length).toBeLessThan(600);
  });

  test('an answer that is far too long may have been truncated, so its length is not shown', async () => {
    const { fact } = await answer(spec, 'x'.repeat(10_000));
    expect(fact).toEqual({
      kind: 'answer-too-long',
      answer: `${'x'.repeat(59)}…`,
      maxLength: 500,
      format: { form: 'number' },
    });
  });

  test('the hint of a wrong answer is the sentence of the course, never the right answer', async () => {
    expect(await answer(spec, 'two')).toMatchObject({
      code: 'wrong-answer',
      fact: { kind: 'number-wrong', because: 'Each path has two methods.' },
    });
    const other = await answer(spec, '7');
    expect(JSON.stringify(other)).not.toContain('4');
  });

  test('the verdict says what was read, and that no query decides', async () => {
    expect(await answer(spec, 'four')).toMatchObject({ fact: { kind: 'answer-right', answer: '4' } });
    expect(await answer(spec, '7')).toMatchObject({ fact: { answer: '7', isFixed: true } });
  });
});

const now =
  (value: number) =>
  (promql: string): QueryResult =>
    promql === 'timestamp(up)'
      ? vector([[{ job: 'api', instance: 'localhost:8000' }, Date.now() / 1_000 + 60]])
      : vector([[{}, value]]);

describe('a number from Prometheus', () => {
  const spec: SpecFields<'answer'> = { question: 'How many errors?', form: 'number', query: 'sum(e)' };
  test('is the value of the query', async () => {
    expect((await answer(spec, '33', withPrometheus({ query: now(33) }))).status).toBe('pass');
    const wrong = await answer(spec, '34', withPrometheus({ query: now(33) }));
    expect(wrong).toMatchObject({ code: 'wrong-answer', fact: { answer: '34', isFixed: false } });
  });

  test('may be any value since the traffic was seen, because the learner’s requests count too', async () => {
    const range: QueryResult = {
      resultType: 'matrix',
      result: [
        {
          metric: {},
          values: [
            [1, '33'],
            [2, '34'],
          ],
        },
      ],
    };
    const doors = withPrometheus({ query: now(34), range }, Date.now() - 10_000);
    expect((await answer(spec, '33', doors)).status).toBe('pass');
    expect(codeOf(await answer(spec, '32', doors))).toBe('wrong-answer');
  });

  test('waits until Prometheus has scraped the traffic, and says so', async () => {
    const traffic = Date.now();
    let asked = 0;
    const query = (promql: string): QueryResult => {
      if (promql !== 'timestamp(up)') return vector([[{}, asked > 2 ? 33 : 0]]);
      asked += 1;
      return vector([
        [{ job: 'api', instance: 'localhost:8000' }, (asked > 2 ? traffic + 1_000 : traffic - 5_000) / 1_000],
      ]);
    };
    const context = contextWith({ ...withPrometheus({ query }, traffic), answer: '33' });
    expect((await runCheck({ kind: 'answer', ...spec }, context)).status).toBe('pass');
    expect(context.waits).toEqual([{ kind: 'scrape', places: ['localhost:8000'], intervalMs: 1_000 }]);
  });

  test.each([600_000, -600_000])('allows for a clock of Prometheus that is off by %i ms', async (ahead) => {
    const traffic = Date.now() - 1_000;
    const query = (promql: string): QueryResult =>
      promql === 'timestamp(up)'
        ? vector([[{ job: 'api', instance: 'localhost:8000' }, (Date.now() + ahead) / 1_000]])
        : vector([[{}, 33]]);
    const doors = withPrometheus({ query, nowMs: Date.now() + ahead }, traffic);
    expect((await answer(spec, '33', doors)).status).toBe('pass');
  });

  test('that does not exist yet blocks with the reason', async () => {
    const empty = { query: () => vector([]) };
    expect(await answer(spec, '33', withPrometheus(empty))).toMatchObject({
      status: 'blocked',
      code: 'no-samples-yet',
    });
    const down = target({ health: 'down', lastError: 'connection refused' });
    const verdict = await answer(spec, '33', withPrometheus({ ...empty, targets: [[down]] }));
    expect(verdict).toMatchObject({
      status: 'blocked',
      fact: { kind: 'no-samples-yet/target-down', scrapeUrl: 'http://localhost:8000/metrics' },
    });
  });

  test('a Prometheus that has exited blocks', async () => {
    const verdict = await answer(spec, '33', withPrometheus({ notRunning: { kind: 'stopped' } }));
    expect(verdict).toMatchObject({ status: 'blocked', code: 'prometheus-not-running' });
  });
});

const counts = (
  ...rows: readonly (readonly [path: string, method: string, value: number, code?: string])[]
) => ({
  query: () =>
    vector(rows.map(([path, method, value, code]) => [{ path, method, ...(code && { code }) }, value])),
});

describe('the labels of the highest series', () => {
  const spec: SpecFields<'answer'> = {
    question: 'Which?',
    form: 'labels',
    query: 'r',
    labels: ['path', 'method'],
  };
  const day = counts(['/products', 'GET', 45], ['/products', 'POST', 120], ['/cart', 'GET', 35]);

  test.each([
    ['POST /products', 'pass'],
    ['products post', 'pass'],
    ['GET /products', 'wrong-answer'],
    ['POST /cart', 'wrong-answer'],
    ['products', 'not-labels'],
    ['banana split', 'not-labels'],
    ['42', 'not-labels'],
  ])('%j gets %s', async (text, code) => {
    expect(codeOf(await answer(spec, text, withPrometheus(day)))).toBe(code);
  });

  test('accepts each of two that tie', async () => {
    const tie = counts(['/cart', 'GET', 7], ['/cart', 'POST', 7], ['/products', 'GET', 1]);
    for (const text of ['get cart', 'post cart']) {
      expect((await answer(spec, text, withPrometheus(tie))).status).toBe('pass');
    }
  });

  test('adds up series that an extra label splits', async () => {
    const split = counts(
      ['/cart', 'GET', 60, '200'],
      ['/cart', 'GET', 60, '304'],
      ['/products', 'POST', 100, '200'],
    );
    expect((await answer(spec, 'GET /cart', withPrometheus(split))).status).toBe('pass');
  });

  test('is found for start --auto', async () => {
    const context = contextWith(withPrometheus(day));
    expect(await findRightAnswer({ kind: 'answer', ...spec }, context)).toEqual({ answer: '/products POST' });
  });
});

describe('a choice', () => {
  const spec: SpecFields<'answer'> = {
    question: 'Which type?',
    form: 'choice',
    choices: [
      { id: 'counter', text: 'Counter', because: 'A counter only goes up.' },
      { id: 'gauge', text: 'Gauge', because: 'A gauge goes both ways.' },
    ],
    correct: 'gauge',
  };

  test.each([
    ['gauge', 'pass', 'A gauge goes both ways.'],
    ['2', 'pass', 'A gauge goes both ways.'],
    ['Counter', 'wrong-answer', 'A counter only goes up.'],
    ['timer', 'not-a-choice', 'counter'],
  ])('%j gets %s and its sentence', async (text, code, sentence) => {
    const verdict = await answer(spec, text);
    expect(codeOf(verdict)).toBe(code);
    expect(JSON.stringify(verdict)).toContain(sentence);
  });
});

test('a question without its field is an error of the course', async () => {
  await expect(answer({ question: 'q', form: 'choice' }, 'x')).rejects.toMatchObject({ code: 'bad-check' });
});

test.each<[spec: SpecFields<'answer'>, field: string]>([
  [{ question: 'q', form: 'labels', query: 'r' }, 'labels'],
  [{ question: 'q', form: 'labels', labels: ['path'] }, 'query'],
])('the error of the question %j names the field %s', async (spec, field) => {
  await expect(answer(spec, 'x', withPrometheus({}))).rejects.toMatchObject({
    fact: { kind: 'bad-check/field-missing', field },
  });
});

const check = (spec: SpecFields<'query'>, value: number | undefined) =>
  runCheck(
    { kind: 'query', ...spec },
    contextWith(
      withPrometheus({ query: () => vector(value === undefined ? [] : [[{}, value]]), targets: [[]] }),
    ),
  );

describe('a query', () => {
  test.each([
    [{ query: 'up', value: 1 }, 1, 'pass'],
    [{ query: 'x', atLeast: 5 }, 7, 'pass'],
    [{ query: 'x' }, 0, 'pass'],
    [{ query: 'up', value: 1 }, 0, 'wrong-value'],
    [{ query: 'x', atLeast: 5 }, 4, 'wrong-value'],
    [{ query: 'x', value: 1 }, undefined, 'no-samples-yet'],
  ])('%j with the value %j gets %s', async (spec, value, code) => {
    expect(codeOf(await check(spec, value))).toBe(code);
  });

  test('returns its values as text for JSON', async () => {
    const { fact } = await check({ query: 'x', atLeast: 5 }, NaN);
    expect(fact).toEqual({ kind: 'query-differs', query: 'x', values: ['NaN'], wanted: { atLeast: 5 } });
  });

  test('runs once the scrape that a target shows is stored', async () => {
    const labels = { job: 'api', instance: 'localhost:8000' };
    const lastScrape = '2030-01-01T00:00:10.000Z';
    let looks = 0;
    const query = (promql: string) => {
      if (promql !== 'timestamp(up)') return vector([[labels, looks > 2 ? 1 : 0]]);
      looks += 1;
      return vector([[labels, Date.parse(lastScrape) / 1_000 - (looks > 2 ? 0.002 : 5)]]);
    };
    const context = contextWith(withPrometheus({ query, targets: [[target({ lastScrape })]] }));
    const verdict = await runCheck({ kind: 'query', query: 'up', value: 1 }, context);
    expect(verdict.status).toBe('pass');
    expect(looks).toBe(3);
  });
});
