import { describe, expect, test } from 'vitest';
import { diagnoseGrowth, hasNewValue } from '../../../src/lab/checks/probing/growth-diagnosis.ts';
import type { Series } from '../../../src/lab/checks/metrics/registries.ts';
import { oddVisit, plainVisit, repeatedPart } from '../../../src/lab/checks/probing/visitors.ts';

/** The series after each wave, where `news` came with each. */
function readings(...news: readonly (readonly string[])[]): Series[][] {
  const seen: Series[] = [];
  return news.map((values) => {
    seen.push(...values.map((extra) => ({ labels: { path: '/cart', extra }, value: 1 })));
    return [...seen];
  });
}

const diagnose = (...news: readonly (readonly string[])[]) =>
  diagnoseGrowth('m', ['path'], readings(...news))?.fact;

describe('an extra label', () => {
  test.each<[what: string, news: readonly (readonly string[])[]]>([
    ['has its values from the beginning', [['200', '201'], [], [], [], []]],
    ['has a second value in the first wave', [['200'], ['404'], [], [], []]],
    ['is an hour: two of the moments share it', [['13'], ['9'], [], ['14'], []]],
    ['has one value fewer than there are waves', [['a'], ['b'], ['c'], ['d'], []]],
  ])('is accepted if it %s', (_what, news) => {
    expect(diagnose(...news)).toBeUndefined();
  });

  test('that has a new value in each wave is rejected', () => {
    expect(diagnose(['1'], ['2', '3'], ['4', '5'], ['6', '7'], ['8', '9'])).toMatchObject({
      name: 'extra',
      reason: 'each-request',
    });
  });

  test('that has one new value for all requests of a wave changes with the time', () => {
    expect(diagnose(['13:00'], ['9:10'], ['9:40'], ['14:10'], ['14:40'])).toMatchObject({
      reason: 'time',
      examples: [{ extra: '9:10' }, { extra: '9:40' }, { extra: '14:10' }],
    });
  });

  test('that repeats a part of the request is rejected with that part', () => {
    const { 'user-agent': agent = '' } = plainVisit({ method: 'GET', path: '/cart' }, 1).headers;
    expect(diagnose([agent], [], [], [], [])).toMatchObject({ reason: { repeats: 'agent' } });
  });

  test('is not judged if the step asks for it', () => {
    const list = readings(['1'], ['2'], ['3'], ['4'], ['5']);
    expect(diagnoseGrowth('m', ['extra'], list)).toBeUndefined();
  });
});

test.each<[is: boolean, wanted: readonly string[], news: readonly string[]]>([
  [true, ['path'], ['2']],
  [false, ['path'], []],
  [false, ['path'], ['1']],
  [false, ['path', 'extra'], ['2']],
])('hasNewValue is %s beside %j where a wave brings %j', (is, wanted, news) => {
  const [before = [], after = []] = readings(['1'], news);
  expect(hasNewValue(wanted, before, after)).toBe(is);
});

describe('what a visitor sends', () => {
  const missing = { method: 'POST', path: '/missing', status: 404 } as const;
  const visit = oddVisit(missing, 1001, true);

  test.each([
    ['path', new URL(visit.target, 'http://localhost').pathname],
    ['url', `http://${visit.headers['host']}${visit.target}`],
    ['query', new URL(visit.target, 'http://localhost').search],
    ['body', visit.body],
    ['host', visit.headers['host']],
    ['referer', new URL(visit.headers['referer'] ?? '').hostname],
    ['language', visit.headers['accept-language']],
    ['accept', visit.headers['accept']],
    ['cookie', visit.headers['cookie']],
    ['id', visit.headers['x-request-id']],
    ['address', visit.headers['x-forwarded-for']],
  ])('the %s of a visitor is found again in a label, whatever its case', (what, value = '') => {
    expect([repeatedPart(value), repeatedPart(`GET ${value.toUpperCase()}`)]).toEqual([what, what]);
  });

  test('a path is invented for a page that does not exist, and for no other', () => {
    const paths = [1000, 1001].map((visitor) => oddVisit(missing, visitor, true).target.split('?')[0]);
    expect(paths).toEqual(['/quokka1000/missing', '/missing/quokka1001.quokka1001']);
    expect(oddVisit(missing, 1000, false).target).toMatch(/^\/missing\?/);
  });

  test('every second visitor uses the usual host', () => {
    expect(oddVisit(missing, 1000, true).headers).not.toHaveProperty('host');
    expect(oddVisit(missing, 1001, true).headers).toHaveProperty('host');
  });
});
