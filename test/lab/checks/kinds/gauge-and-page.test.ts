import { describe, expect, test } from 'vitest';
import { readPage, seriesOnPage } from '../../../../src/lab/checks/metrics/page.ts';
import { output } from '../../../../src/lab/runtimes/node/explain/output.ts';
import {
  diagnoseAtRest,
  diagnoseDuration,
  diagnoseEnd,
  diagnoseHeld,
  diagnoseLater,
  diagnoseOnlyLowered,
  diagnoseOthers,
} from '../../../../src/lab/checks/kinds/in-progress/diagnosis.ts';
import type { End } from '../../../../src/lab/checks/kinds/in-progress/facts.ts';
import { diagnoseScrapes } from '../../../../src/lab/checks/kinds/metrics-exposed/diagnosis.ts';
import type { RequestOutcome } from '../../../../src/lab/checks/app/http-request.ts';
import type { MetricReading } from '../../../../src/lab/checks/metrics/registries.ts';

describe('a gauge of requests in progress', () => {
  test.each<[code: string | undefined, raised: readonly number[], isTouched: boolean]>([
    [undefined, [3, 3], false],
    ['never-registered', [0, 0], false],
    ['lowered-too-early', [0, 0], true],
    ['raised-for-some', [3, 0], false],
    ['raised-twice', [6, 6], false],
    ['raised-twice', [3, 6], false],
    ['wrong-in-progress-count', [1, 1], false],
    ['goes-negative', [-3, 3], false],
  ])('%s if three held requests show %j', (code, raised, isTouched) => {
    const readings = raised.map((value, index) => ({ endpoint: `GET /${index}`, held: 3, raised: value }));
    expect(diagnoseHeld('g', readings, isTouched)?.code).toBe(code);
  });

  test('shows the reading of each endpoint', () => {
    const readings = ['GET /cart', 'POST /cart'].map((endpoint) => ({ endpoint, held: 3, raised: 0 }));
    expect(diagnoseHeld('g', readings, true)?.fact).toEqual({
      kind: 'gauge-zero-again',
      metric: 'g',
      readings,
    });
  });

  test.each<[code: string | undefined, end: End, value: number]>([
    [undefined, 'answered', 0],
    ['never-lowered', 'answered', 40],
    ['lowered-for-some', 'answered', 27],
    ['goes-negative', 'answered', -40],
    ['lowered-for-some', 'not-found', 2],
    ['goes-negative', 'not-found', -2],
    ['leaks-on-abort', 'aborted', 4],
    ['leaks-on-abort', 'aborted', 40],
    ['goes-negative', 'aborted', -4],
    ['leaks-on-error', 'failed', 1],
    ['goes-negative', 'failed', -1],
  ])('%s if requests were %s and %d is left', (code, end, value) => {
    expect(diagnoseEnd('g', end, 40, { value, isSplit: false, isLate: false })?.code).toBe(code);
  });

  test('wrong-in-progress-count if a timer decrements it after the requests', () => {
    const fault = diagnoseEnd('g', 'answered', 40, { value: 40, isSplit: false, isLate: true });
    expect(fault?.code).toBe('wrong-in-progress-count');
    expect(fault?.fact?.kind).toBe('gauge-lowered-late');
  });

  test.each<[code: string | undefined, value: number, later: { value: number; open: number } | undefined]>([
    [undefined, 40, undefined],
    [undefined, 40, { value: 40, open: 40 }],
    ['lowered-too-early', 40, { value: 0, open: 40 }],
    // A handler that gives up after a time: the gauge follows.
    [undefined, 40, { value: 0, open: 0 }],
    ['never-registered', 0, { value: 40, open: 40 }],
    ['wrong-in-progress-count', 3, { value: 40, open: 40 }],
    // Wrong in both moments: another mistake, which is found elsewhere.
    [undefined, 0, { value: 0, open: 40 }],
  ])('%s if 40 are held and it shows %d, and later %o', (code, value, later) => {
    expect(diagnoseLater('g', 40, { value, later })?.code).toBe(code);
  });

  test('wrong-in-progress-count if it is set to a duration', () => {
    const rest = { isSplit: false, isLate: false };
    expect(diagnoseDuration('g', 40, { ...rest, value: 0.0123 })?.code).toBe('wrong-in-progress-count');
    expect(diagnoseDuration('g', 40, { ...rest, value: 40 })).toBeUndefined();
  });

  test('says why it is below 0: decremented twice, under other labels, or never incremented', () => {
    const twice = diagnoseEnd('g', 'answered', 40, { value: -40, isSplit: false, isLate: false });
    const split = diagnoseEnd('g', 'answered', 40, { value: -40, isSplit: true, isLate: false });
    const only = diagnoseOnlyLowered('g', 40, { value: -40, isSplit: false, isLate: false });
    expect([twice, split, only].map((fault) => fault?.code)).toEqual(Array(3).fill('goes-negative'));
    expect([twice, split, only].map((fault) => fault?.fact)).toMatchObject([
      { reason: 'lowered-twice' },
      { reason: 'other-labels' },
      { reason: 'never-raised' },
    ]);
    expect(diagnoseOnlyLowered('g', 40, { value: 0, isSplit: false, isLate: false })).toBeUndefined();
  });

  test.each<[code: string | undefined, others: number]>([
    [undefined, 39],
    ['lowered-too-early', 0],
    ['lowered-too-early', 38],
    ['wrong-in-progress-count', 40],
  ])('%s if one of 40 is over and it shows %d', (code, others) => {
    expect(diagnoseOthers('g', 40, others)?.code).toBe(code);
  });

  test('shows 0 before anything is held', () => {
    expect(
      [0, 2, -2].map((value) => diagnoseAtRest('g', { value, isSplit: false, isLate: false })?.code),
    ).toEqual([undefined, 'never-lowered', 'goes-negative']);
  });
});

const good = 'text/plain; version=0.0.4; charset=utf-8';
const metrics = '# HELP m Requests\n# TYPE m counter\nm{path="/cart"} 2\nm{path="/products"} 3\n';
const answer = (
  body: string,
  contentType: string | undefined = good,
  status = 200,
): Extract<RequestOutcome, { kind: 'answer' }> => ({
  kind: 'answer',
  status,
  contentType,
  location: undefined,
  body,
});
const codeOf = (outcome: RequestOutcome): string | undefined => {
  const read = readPage('localhost:8000/metrics', outcome, output);
  return 'fault' in read ? read.fault.code : undefined;
};

describe('a page of metrics', () => {
  test.each<[what: string, contentType: string, body: string]>([
    ['text with its version', good, metrics],
    ['text without a version', 'text/plain', metrics],
    [
      'OpenMetrics',
      'application/openmetrics-text; version=1.0.0; charset=utf-8',
      '# TYPE m counter\nm_total 2\n# EOF\n',
    ],
    ['an empty registry', good, '\n'],
  ])('may be %s', (_what, contentType, body) => {
    expect(codeOf(answer(body, contentType))).toBeUndefined();
  });

  test.each<[code: string, outcome: RequestOutcome]>([
    ['metrics-page-not-found', answer('page not found', 'text/plain', 404)],
    ['metrics-page-error', answer('<pre>TypeError: x is not a function<br>at y</pre>', 'text/html', 500)],
    ['metrics-page-error', answer('', undefined, 401)],
    ['metrics-page-error', answer(metrics, good, 201)],
    ['metrics-not-awaited', answer('{}', 'application/json')],
    ['metrics-not-awaited', answer('[object Promise]', good)],
    [
      'metrics-not-awaited',
      answer('<pre>TypeError: … Received an instance of Promise</pre>', 'text/html', 500),
    ],
    ['page-empty', answer('')],
    ['page-is-html', answer('<html><pre>m 1</pre></html>', 'text/html')],
    ['page-not-parsable', answer('m 1\nm is 2\n')],
    ['page-not-parsable', answer('# HELP m text<br># TYPE m counter<br>m 1<br>')],
    ['page-not-parsable', answer('# HELP m text\\n# TYPE m counter\\nm 1')],
    ['page-not-parsable', answer('m 1\r\n')],
    ['page-not-parsable', answer('"# HELP m text"', 'application/json')],
    ['page-not-parsable', answer('# HELP m text\r# TYPE m counter\rm 1\r')],
    ['page-not-parsable', answer('[{"name":"m"}]', 'application/json')],
    ['page-not-parsable', answer(metrics, 'application/openmetrics-text; version=1.0.0')],
    [
      'content-type-missing',
      { kind: 'answer', status: 200, contentType: undefined, location: undefined, body: metrics },
    ],
    ['content-type-wrong', answer(metrics, 'text/html; charset=utf-8')],
    ['page-not-parsable', { ...answer(metrics), encoding: 'br' }],
    ['page-hangs', { kind: 'timeout', afterMs: 5000, hasStarted: true, mayStillCome: false }],
    ['page-too-large', { kind: 'too-large', maxBytes: 8_388_608, status: 200 }],
    ['connection-closed', { kind: 'closed', message: 'socket hang up' }],
  ])('is refused as %s', (code, outcome) => {
    expect(codeOf(outcome)).toBe(code);
  });

  test('an unreadable line is named by its number', () => {
    const read = readPage('page', answer('m 1\nm is 2\n'), output);
    expect('fault' in read && read.fault.fact).toMatchObject({ line: 2, text: 'm is 2' });
  });

  test('distinguishes a metric without samples from a missing one', () => {
    const read = readPage('page', answer(`${metrics}# TYPE empty_total counter\n`), output);
    const seriesOf = (name: string) => ('page' in read ? seriesOnPage(read.page, name) : undefined);
    expect(seriesOf('m')).toHaveLength(2);
    expect(seriesOf('empty_total')).toEqual([]);
    expect(seriesOf('other_total')).toBeUndefined();
  });

  test('treats a # HELP line alone as a comment', () => {
    const read = readPage('page', answer('# HELP m What it counts\nn 1\n'), output);
    expect('page' in read && seriesOnPage(read.page, 'm')).toBeUndefined();
  });

  test('explains an error of the client', () => {
    const page =
      "<pre>TypeError: Cannot read properties of undefined (reading 'contentType')<br> &nbsp; &nbsp;at metrics (/shop/node_modules/prom-client/lib/registry.js:1:1)</pre>";
    const read = readPage('page', answer(page, 'text/html', 500), output);
    expect('fault' in read && read.fault.fact).toMatchObject({
      kind: 'page-client-error',
      status: 500,
      known: { kind: 'register-detached' },
    });
  });
});

const reading = (values: readonly number[]): MetricReading => ({
  lists: new Map(values.map((value, id) => [id, [{ labels: {}, value }]])),
  registries: new Set(values.keys()),
});

describe('scrapes', () => {
  test.each<
    [
      code: string | undefined,
      what: string,
      before: number[],
      settled: number[],
      after: number[],
      shown: number[],
    ]
  >([
    [undefined, 'a fresh page', [3], [7], [7], [7, 7]],
    [undefined, 'a metric that did not move', [0], [0], [0], [0, 0]],
    [undefined, 'the registry that is used', [0, 0], [0, 4], [0, 4], [4, 4]],
    ['counts-scrapes', 'a metric that goes up', [3], [7], [9], [8, 9]],
    ['counts-scrapes', 'a metric that is reset', [3], [7], [0], [7, 0]],
    ['counts-scrapes', 'a page that shows itself in progress', [0], [0], [0], [1, 1]],
    ['stale-page', 'a page made once', [0], [4], [4], [0, 0]],
    ['wrong-registry', 'the registry that is not used', [0, 0], [0, 4], [0, 4], [0, 0]],
  ])('%s: %s', (code, _what, before, settled, after, shown) => {
    const verdict = diagnoseScrapes('m', 'page', {
      before: reading(before),
      settled: reading(settled),
      after: reading(after),
      shown,
    });
    expect(verdict?.code).toBe(code);
  });

  test('creating a registry during a scrape is not a change, but emptying one is', () => {
    const [before, settled] = [reading([3]), reading([7])];
    const withAnother = reading([7, 7]);
    expect(diagnoseScrapes('m', 'page', { before, settled, after: withAnother, shown: [7] })).toBeUndefined();
    const isGone = { ...settled, lists: new Map() };
    const codeWhere = (after: MetricReading) =>
      diagnoseScrapes('m', 'page', { before, settled, after, shown: [7] })?.code;
    expect(codeWhere(isGone)).toBe('counts-scrapes');
    // A registry that no one holds any more is gone itself.
    expect(codeWhere({ lists: new Map(), registries: new Set() })).toBeUndefined();
  });
});
