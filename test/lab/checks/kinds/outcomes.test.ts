import { describe, expect, test } from 'vitest';
import { diagnoseDifferences } from '../../../../src/lab/checks/kinds/requests-counted/diagnosis.ts';
import { diagnoseAborted } from '../../../../src/lab/checks/labels/aborted.ts';
import { isBatchCounted } from '../../../../src/lab/checks/labels/batch.ts';
import type { Series } from '../../../../src/lab/checks/metrics/registries.ts';
import type { Probe } from '../../../../src/lab/model/schema/fields.ts';

const wanted = { path: 'path', method: 'method', code: 'status' } as const;
const get: Probe = { method: 'GET', path: '/cart', status: 200 };
const head: Probe = { method: 'HEAD', path: '/cart', status: 200 };
const failing: Probe = { method: 'GET', path: '/cart', status: 500, ends: 'failed' };
const missing: Probe = { method: 'GET', path: '/missing', status: 404, unmatched: true };
const old: Probe = { method: 'GET', path: '/old', status: 404, unmatched: true };
const remove: Probe = { method: 'DELETE', path: '/cart', status: 404, unmatched: true };
const series = (path: string, method: string, code: string, value = 1): Series => ({
  labels: { path, method, code },
  value,
});

describe('a batch of all outcomes', () => {
  const probes = [get, head, failing, missing, old, remove];
  const counts = probes.map(() => 1);
  const rest = [series('/cart', 'GET', '500'), series('none', 'GET', '404', 2)];

  test.each<[is: boolean, found: readonly Series[]]>([
    [true, [series('/cart', 'GET', '200'), series('/cart', 'HEAD', '200'), series('none', 'DELETE', '404')]],
    [true, [series('/cart', 'GET', '200', 2), series('none', 'DELETE', '404')]],
    [true, [series('/cart', 'GET', '200', 2), series('/cart', 'DELETE', '404')]],
    [false, [series('/cart', 'GET', '200', 2), series('other', 'DELETE', '404')]],
    [false, [series('/cart', 'GET', '200', 2)]],
  ])('%s for %j', (is, found) => {
    expect(isBatchCounted(wanted, probes, counts, [...found, ...rest])).toBe(is);
  });
});

describe('each outcome alone', () => {
  const alone = (
    ofFailing: readonly Series[],
    ofMissing: readonly Series[],
    ofOld: readonly Series[],
    isCountedAtStart = false,
  ) =>
    diagnoseDifferences(
      'm',
      wanted,
      [
        { probe: get, sent: 1, series: [series('/cart', 'GET', '200')] },
        { probe: failing, sent: 1, series: ofFailing },
        { probe: missing, sent: 1, series: ofMissing },
        { probe: old, sent: 1, series: ofOld },
      ],
      isCountedAtStart,
    )?.code;
  const failed = [series('/cart', 'GET', '500')];
  const unmatched = [series('none', 'GET', '404')];
  const ok = [series('/cart', 'GET', '200')];
  const okUnmatched = [series('none', 'GET', '200')];

  test.each([
    [undefined, alone(failed, unmatched, unmatched)],
    ['successes-only', alone([], [], [])],
    ['failures-not-counted', alone([], unmatched, unmatched)],
    ['missing-pages-not-counted', alone(failed, [], [])],
    ['counted-at-start', alone(ok, okUnmatched, okUnmatched, true)],
    ['status-read-early', alone(ok, okUnmatched, okUnmatched)],
    ['failure-as-success', alone(ok, unmatched, unmatched)],
    ['raw-path', alone(failed, [series('/missing', 'GET', '404')], [series('/old', 'GET', '404')])],
    [
      'outcomes-merged',
      alone(
        [series('/cart', 'GET', 'error')],
        [series('none', 'GET', 'error')],
        [series('none', 'GET', 'error')],
      ),
    ],
  ])('%s', (code, found) => {
    expect(found).toBe(code);
  });
});

describe('aborted requests', () => {
  const abort: Probe = { method: 'GET', path: '/cart', ends: 'aborted' };
  const judge = (closed: readonly Series[], after: readonly Series[], adds?: number) =>
    diagnoseAborted('m', wanted, [{ ...abort, adds }], { closed, after })?.code;
  const left = [series('/cart', 'GET', '499')];
  const good = [series('/cart', 'GET', '200')];

  test('count with another status than that of a success, when a handler ends, or not at all', () => {
    expect([judge(left, left), judge([], good), judge([], [])]).toEqual([undefined, undefined, undefined]);
  });

  test.each([
    ['aborted-as-success', judge(good, good)],
    ['counted-twice', judge(left, [...left, ...good])],
    ['aborted-not-counted', judge([], [], 1)],
    ['label-undefined', judge([series('/cart', 'GET', 'undefined')], [series('/cart', 'GET', 'undefined')])],
  ])('%s', (code, found) => {
    expect(found).toBe(code);
  });
});
