import { describe, expect, test } from 'vitest';
import { codeOf } from '../support/context.ts';
import { judgeRules, solutionOf, specOfStep } from '../support/rules-workspace.ts';

const SPEC = await specOfStep('30-burn-rate-alerts');
const SOLUTION = await solutionOf('30-burn-rate-alerts');

const ratio = (window: string): string =>
  `(sum(rate(http_requests_total{code=~"5.."}[${window}])) / sum(rate(http_requests_total[${window}])))`;
const above = (window: string, factor: number, budget = 0.001): string =>
  `(${ratio(window)} > ${factor} * ${budget})`;
const pair = (long: string, short: string, factor: number, op = 'and', budget = 0.001): string =>
  `(${above(long, factor, budget)} ${op} ${above(short, factor, budget)})`;

interface Alerts {
  readonly page: string | readonly string[];
  readonly hold?: string;
  readonly ticket?: string;
  readonly severity?: string;
}

function rulesOf({ page, hold = '0s', ticket = pair('3d', '6h', 1), severity = 'page' }: Alerts): string {
  const pages = [page].flat().map((expr, index) => ({ name: `Page${index}`, expr, severity, hold }));
  const rules = [...pages, { name: 'Ticket', expr: ticket, severity: 'ticket', hold: '0s' }];
  return JSON.stringify({
    groups: [
      {
        name: 'slo',
        rules: rules.map(({ name, expr, severity: level, hold: time }) => ({
          alert: name,
          expr,
          for: time,
          labels: { severity: level },
          annotations: { summary: 'The budget burns.' },
        })),
      },
    ],
  });
}

const FAST = pair('1h', '5m', 14.4);
const SLOW = pair('6h', '30m', 6);

describe('alerts on an error budget that are right', () => {
  test('the solution, with all rules of the steps before', async () => {
    expect(codeOf(await judgeRules(SPEC, SOLUTION))).toBe('pass');
  });

  test.each<[string, Alerts]>([
    ["the SRE Workbook's table, which pages for one failed request at night", { page: `${FAST} or ${SLOW}` }],
    ['two alerts', { page: [FAST, SLOW] }],
    [
      'with a guard for quiet times',
      { page: `(${FAST} or ${SLOW}) and sum(increase(http_requests_total{code=~"5.."}[1h])) > 10` },
    ],
    ['critical', { page: [FAST, SLOW], severity: 'critical' }],
    ['after two minutes', { page: [FAST, SLOW], hold: '2m' }],
    [
      'one minus the share that succeeds',
      {
        page: [FAST, SLOW].map((expr) =>
          expr.replaceAll(
            /\(sum\(rate\(http_requests_total\{code=~"5\.\."\}\[(\w+)\]\)\) \/ /g,
            '(1 - sum(rate(http_requests_total{code!~"5.."}[$1])) / ',
          ),
        ),
      },
    ],
  ])('%s', async (_, alerts) => {
    expect(codeOf(await judgeRules(SPEC, rulesOf(alerts)))).toBe('pass');
  });
});

// What is right only while the traffic and the failures are steady.
describe('shares that are measured wrongly', () => {
  const FAILED = 'sum(rate(http_requests_total{code=~"5.."}';
  const ALL = 'sum(rate(http_requests_total';

  test.each([
    ['requests of another window', 'flaps', SLOW, `${ALL}[30m]`, `${ALL}[6h]`],
    ['requests of the last minute', 'flaps', SLOW, `${ALL}[6h]`, `${ALL}[90s]`],
    ['failures of the last minute', 'flaps', FAST, `${FAILED}[5m]`, `${FAILED}[90s]`],
    [
      'requests of the average series',
      'resolves-late',
      FAST,
      `${ALL}[5m]`,
      'avg(rate(http_requests_total[5m]',
    ],
    [
      'the slope of a counter that restarts',
      'wrong-factor',
      FAST,
      `${ALL}[1h]`,
      'sum(deriv(http_requests_total[1h]',
    ],
  ])('%s: %s', async (_, code, pages, right, wrong) => {
    const changed = pages.replace(right, wrong);
    expect(changed).not.toBe(pages);
    const page = [FAST, SLOW].map((one) => (one === pages ? changed : one));
    expect(codeOf(await judgeRules(SPEC, rulesOf({ page })))).toBe(code);
  });

  test('requests of another window, in a ticket', async () => {
    const ticket = pair('3d', '6h', 1).replace(`${ALL}[3d]`, `${ALL}[3h]`);
    expect(codeOf(await judgeRules(SPEC, rulesOf({ page: [FAST, SLOW], ticket })))).toBe('wrong-factor');
  });
});

describe('alerts on an error budget that are wrong', () => {
  test.each<[string, Alerts]>([
    ['one-window', { page: above('5m', 14.4) }],
    ['one-window', { page: [above('1h', 14.4), SLOW] }],
    ['or-instead-of-and', { page: `${pair('1h', '5m', 14.4, 'or')} or ${pair('6h', '30m', 6, 'or')}` }],
    [
      'wrong-factor',
      { page: `${pair('1h', '5m', 14.4, 'and', 0.01)} or ${pair('6h', '30m', 6, 'and', 0.01)}` },
    ],
    ['wrong-factor', { page: pair('1h', '5m', 14.4, 'and', 0.000_001) }],
    ['wrong-factor', { page: pair('1h', '5m', 14.4, 'and', 0.01).replace('[5m]', '[30m]') }],
    ['always-fires', { page: `${ratio('1h')} and ${ratio('5m')}` }],
    ['hold-too-long', { page: [FAST, SLOW], hold: '1h' }],
    ['and-between-pairs', { page: `${FAST} and ${SLOW}` }],
    ['wrong-factor', { page: pair('1d', '2h', 3) }],
    ['page-is-ticket', { page: [FAST, SLOW], severity: 'ticket' }],
    ['one-window', { page: [FAST, SLOW], ticket: above('3d', 1) }],
    ['wrong-factor', { page: [FAST, SLOW], ticket: pair('3d', '6h', 100) }],
    ['wrong-factor', { page: [FAST] }],
  ])('%s: %j', async (code, alerts) => {
    expect(codeOf(await judgeRules(SPEC, rulesOf(alerts)))).toBe(code);
  });
});
