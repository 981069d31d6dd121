// The page's own JavaScript, as the browser gets it: the part of it that decides which rules and alerts are shown.
import { describe, expect, test } from 'vitest';

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface AlertingRule {
  readonly type: string;
  readonly name: string;
  readonly query: string;
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly alerts: readonly Alert[];
}

interface ShownRule extends AlertingRule {
  readonly group: string;
  readonly file: string;
  readonly key: string;
}

interface AlertFilter {
  alertingRules(
    groups: readonly { name: string; file: string; rules: readonly { type: string }[] }[],
  ): ShownRule[];
  filterRules(
    rules: readonly ShownRule[],
    filter: { states: ReadonlySet<string>; text: string },
  ): ShownRule[];
  countByState(rules: readonly { state: string }[]): string;
}

interface Times {
  ago(seconds: number): string;
  configDuration(seconds: number): string;
  lastRun(time: string, tookSeconds: number, nowSeconds: number): string;
}

const folder = new URL('../../../src/prometheus/http/page/', import.meta.url).href;
const filters = (await import(/* @vite-ignore */ `${folder}alert-filter.js`)) as AlertFilter;
const times = (await import(/* @vite-ignore */ `${folder}times.js`)) as Times;

function alertOf(instance: string): Alert {
  return { labels: { alertname: 'Down', instance }, annotations: { summary: `${instance} is silent` } };
}

function rule(name: string, state: string, alerts: readonly Alert[] = []): AlertingRule {
  const labels = { severity: 'page' };
  return { type: 'alerting', name, query: 'up == 0', state, labels, annotations: {}, alerts };
}

const rules = filters.alertingRules([
  {
    name: 'shop',
    file: '/rules/a.yml',
    rules: [rule('Down', 'firing', [alertOf('one'), alertOf('two')]), { type: 'recording' }],
  },
  { name: 'stock', file: '/rules/a.yml', rules: [rule('Slow', 'pending'), rule('Slow', 'inactive')] },
]);

const all = new Set(['firing', 'pending', 'inactive']);

describe('the alerts page', () => {
  test('takes the alerting rules of all groups, each with a different key', () => {
    expect(rules.map(({ name, group }) => [name, group])).toEqual([
      ['Down', 'shop'],
      ['Slow', 'stock'],
      ['Slow', 'stock'],
    ]);
    expect(new Set(rules.map(({ key }) => key)).size).toBe(3);
  });

  test.each<[states: readonly string[], text: string, expected: readonly string[]]>([
    [[...all], '', ['firing', 'pending', 'inactive']],
    [['pending'], '', ['pending']],
    [[], '', []],
    [[...all], 'SLOW', ['pending', 'inactive']],
    [[...all], 'stock severity=page', ['pending', 'inactive']],
    [['inactive'], 'slow', ['inactive']],
    [[...all], 'slow two', []],
    [[...all], 'no such word', []],
  ])('shows of the states %j with the text %j the rules %j', (states, text, expected) => {
    const shown = filters.filterRules(rules, { states: new Set(states), text });
    expect(shown.map(({ state }) => state)).toEqual(expected);
  });

  test.each([
    ['down', ['one', 'two']],
    ['instance=two', ['two']],
    ['down one', ['one']],
    ['two silent', ['two']],
  ])('shows for the text %j the alerts %j', (text, expected) => {
    const [shown] = filters.filterRules(rules, { states: all, text });
    expect(shown?.alerts.map(({ labels }) => labels.instance)).toEqual(expected);
  });

  test('counts the rules of each state', () => {
    expect(filters.countByState(rules)).toBe('1 firing, 1 pending, 1 inactive');
    expect(filters.countByState([{ state: 'unknown' }])).toBe(
      '0 firing, 0 pending, 0 inactive, 1 not evaluated yet',
    );
  });
});

describe('times', () => {
  test.each([
    [-3, 'just now'],
    [1, 'just now'],
    [89, '89 s ago'],
    [90, '2 min ago'],
    [3600, '60 min ago'],
    [7200, '2 h ago'],
    [259_200, '3 d ago'],
  ])('%s seconds are %s', (seconds, expected) => {
    expect(times.ago(seconds)).toBe(expected);
  });

  test.each([
    [0, '0s'],
    [15, '15s'],
    [5400, '1h30m'],
    [90_061.5, '1d1h1m1s500ms'],
  ])('%s seconds are configured as %s', (seconds, expected) => {
    expect(times.configDuration(seconds)).toBe(expected);
  });

  test('of a last run count from the clock of the server', () => {
    expect(times.lastRun('1970-01-01T00:01:00Z', 0.0042, 70)).toBe('10 s ago, took 4.2 ms');
    expect(times.lastRun('0001-01-01T00:00:00Z', 0, 70)).toBe('not yet');
  });
});
