// The life of alerts, from the facts of Prometheus's rules/alerting_test.go: pending, firing, kept firing, resolved, sent.
import { describe, expect, test } from 'vitest';
import { alertSamples, forStateMatchers } from '../../../src/prometheus/rules/evaluate/alert-series.ts';
import { advanceAlerts, shiftAlerts } from '../../../src/prometheus/rules/evaluate/alerts.ts';
import { generatorUrlOf, takeNotices } from '../../../src/prometheus/rules/evaluate/notices.ts';
import type { ActiveAlerts } from '../../../src/prometheus/rules/model/alert.ts';
import { alert, labelsOf } from './build.ts';

const MINUTE = 60_000;

/** The alerts after an evaluation that has to succeed. */
function advanced(...terms: Parameters<typeof advanceAlerts>): ActiveAlerts {
  const outcome = advanceAlerts(...terms);
  if (outcome.status === 'failed') throw new Error(outcome.message);
  return outcome.alerts;
}

/** Runs a rule minute by minute over the values of one alert (undefined where there is none); gives its states. */
function life(
  rule: { readonly holdMs: number; readonly keepFiringMs: number },
  values: readonly (number | undefined)[],
): string[] {
  let alerts: ActiveAlerts = new Map();
  return values.map((value, minute) => {
    const instances =
      value === undefined ? [] : [{ labels: labelsOf('', { a: '1' }), annotations: {}, value }];
    const outcome = advanceAlerts(rule, alerts, instances, minute * MINUTE, 0);
    if (outcome.status === 'failed') return outcome.message;
    ({ alerts } = outcome);
    return [...alerts.values()].map(({ state, value: last }) => `${state} ${last}`).join() || 'none';
  });
}

describe('an alert', () => {
  test.each([
    ['fires at once without `for`', 0, 0, [3, 4], ['firing 3', 'firing 4']],
    [
      'is pending as long as `for` says',
      2,
      0,
      [1, 2, 3, 4],
      ['pending 1', 'pending 2', 'firing 3', 'firing 4'],
    ],
    [
      'is forgotten where it ends before it fires',
      2,
      0,
      [1, undefined, 2],
      ['pending 1', 'none', 'pending 2'],
    ],
    ['is inactive after it fired', 0, 0, [1, undefined, undefined], ['firing 1', 'inactive 1', 'inactive 1']],
    [
      'begins again after it was inactive',
      1,
      0,
      [1, 2, undefined, 3],
      ['pending 1', 'firing 2', 'inactive 2', 'pending 3'],
    ],
    [
      'goes on firing as long as keep_firing_for says',
      0,
      2,
      [1, undefined, undefined, undefined],
      ['firing 1', 'firing 1', 'firing 1', 'inactive 1'],
    ],
    [
      'that comes back while it goes on firing has the whole time again',
      0,
      2,
      [1, undefined, 2, undefined, undefined, undefined],
      ['firing 1', 'firing 1', 'firing 2', 'firing 2', 'firing 2', 'inactive 2'],
    ],
    ['that is pending is not kept by keep_firing_for', 1, 5, [1, undefined], ['pending 1', 'none']],
  ])('%s', (_what, hold, keep, values, states) => {
    expect(life({ holdMs: hold * MINUTE, keepFiringMs: keep * MINUTE }, values)).toEqual(states);
  });

  test('is kept for 15 minutes after it has ended', () => {
    const states = life({ holdMs: 0, keepFiringMs: 0 }, [1, ...Array.from({ length: 17 }, () => undefined)]);
    expect(states.slice(1, 17)).toEqual(Array.from({ length: 16 }, () => 'inactive 1'));
    expect(states[17]).toBe('none');
  });

  test('is pending again where `for` has become longer than it is active', () => {
    const instances = [{ labels: labelsOf('', {}), annotations: {}, value: 1 }];
    const firing = advanced({ holdMs: 0, keepFiringMs: 0 }, new Map(), instances, 0, 0);
    const longer = advanced({ holdMs: 2 * MINUTE, keepFiringMs: 0 }, firing, instances, MINUTE, 0);
    expect([...longer.values()]).toMatchObject([{ state: 'pending', activeAtMs: 0, firedAtMs: undefined }]);
  });

  test('counts for the limit while it is pending or firing', () => {
    const instances = ['1', '2'].map((a) => ({ labels: labelsOf('', { a }), annotations: {}, value: 1 }));
    const rule = { holdMs: 0, keepFiringMs: 0 };
    expect(advanceAlerts(rule, new Map(), instances, 0, 2).status).toBe('advanced');
    expect(advanceAlerts(rule, new Map(), instances, 0, 1)).toEqual({
      status: 'failed',
      message: 'exceeded limit of 1 with 2 alerts',
    });
  });

  test('keeps its age on a clock that is set back', () => {
    const instances = [{ labels: labelsOf('', {}), annotations: {}, value: 1 }];
    const rule = { holdMs: 5 * MINUTE, keepFiringMs: 0 };
    const pending = advanced(rule, new Map(), instances, 100 * MINUTE, 0);
    const shifted = shiftAlerts(advanced(rule, pending, instances, 103 * MINUTE, 0), -50 * MINUTE);
    const after = advanced(rule, shifted, instances, 55 * MINUTE, 0);
    expect([...after.values()]).toMatchObject([{ state: 'firing', activeAtMs: 50 * MINUTE }]);
  });
});

describe('the series about alerts', () => {
  const rule = alert('Down', 'up == 0', { holdMs: MINUTE, labels: { team: 'x', who: '{{ $labels.job }}' } });
  const labels = labelsOf('', { alertname: 'Down', job: 'api', team: 'x', who: 'api' });

  test('say the state, and since when', () => {
    const alerts = advanced(rule, new Map(), [{ labels, annotations: {}, value: 0 }], 1_999, 0);
    const rest = { alertname: 'Down', job: 'api', team: 'x', who: 'api' };
    expect(alertSamples(rule, alerts).map((one) => [one.labels.toObject(), one.value])).toEqual([
      [{ __name__: 'ALERTS', alertstate: 'pending', ...rest }, 1],
      [{ __name__: 'ALERTS_FOR_STATE', ...rest }, 1],
    ]);
  });

  test('are found again by the labels that are no templates', () => {
    expect(forStateMatchers(rule)).toEqual([
      { name: '__name__', op: '=', value: 'ALERTS_FOR_STATE' },
      { name: 'alertname', op: '=', value: 'Down' },
      { name: 'team', op: '=', value: 'x' },
    ]);
  });
});

describe('what is sent', () => {
  const rule = { holdMs: 0, keepFiringMs: 0 };
  const firing = [{ labels: labelsOf('', { a: '1' }), annotations: { text: 'now' }, value: 1 }];

  /** Evaluates once a minute and gives at which minutes something was sent. */
  function sentAt(isFiring: (minute: number) => boolean, minutes: number, intervalMs = MINUTE): unknown[] {
    let alerts: ActiveAlerts = new Map();
    const times: unknown[] = [];
    for (let minute = 0; minute < minutes; minute++) {
      const timeMs = minute * intervalMs;
      const after = advanced(rule, alerts, isFiring(minute) ? firing : [], timeMs, 0);
      const notices = takeNotices(after, timeMs, intervalMs, 'url');
      ({ alerts } = notices);
      for (const { startsAtMs, endsAtMs, isResolved } of notices.sent)
        times.push([minute, startsAtMs, endsAtMs, isResolved]);
    }
    return times;
  }

  test('is a new alert at once, and later only after more than a minute', () => {
    expect(sentAt(() => true, 4)).toEqual([
      [0, 0, 4 * MINUTE, false],
      [2, 0, 6 * MINUTE, false],
    ]);
  });

  test('is the end of an alert at once, and again until it is forgotten', () => {
    const times = sentAt((minute) => minute < 1, 20) as number[][];
    expect(times.slice(0, 2)).toEqual([
      [0, 0, 4 * MINUTE, false],
      [1, 0, MINUTE, true],
    ]);
    expect(times.map(([minute]) => minute)).toEqual([0, 1, 3, 5, 7, 9, 11, 13, 15]);
  });

  test('holds for four intervals where they are longer than the delay', () => {
    expect(sentAt(() => true, 1, 10 * MINUTE)).toEqual([[0, 0, 40 * MINUTE, false]]);
  });

  test('leads to the expression', () => {
    expect(generatorUrlOf('http://a:1', "x{l='(a b)'} > 1")).toBe(
      'http://a:1/graph?g0.expr=x%7Bl%3D%27%28a+b%29%27%7D+%3E+1&g0.tab=1',
    );
  });
});
