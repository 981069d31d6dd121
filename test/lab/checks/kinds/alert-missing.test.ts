import { expect, test } from 'vitest';
import { worded } from '../../../../src/lab/words/index.ts';
import { groupOf, judgeRules, solutionOf, specOfStep } from '../support/rules-workspace.ts';

const alert = (name: string, expr: string): string =>
  `{alert: ${name}, expr: ${JSON.stringify(expr)}, for: 1m, labels: {severity: page}, annotations: {summary: "It is broken."}}`;
const missing = alert('ApiJobMissing', 'absent(up{job="api"})');

/** The words of the verdict on rules that lack an alert. */
async function wordsOf(step: string, rules: string) {
  const verdict = await judgeRules(await specOfStep(step), rules);
  expect(verdict).toMatchObject({ code: 'alert-missing' });
  return worded({ status: verdict.status, fact: verdict.fact });
}

const ADD = 'that reads `up`, itself or through recording rules';
const OTHERS = `Your alerts are all for something else. Add one ${ADD}.`;

test.each([
  {
    name: 'no alert',
    rules: ['{record: "job:up:sum", expr: "sum by (job) (up)"}'],
    there: 'no alerts',
    hint: `Add a rule with \`alert\` and \`expr\` ${ADD}. Which file it is in does not matter, as long as prometheus.yml loads it.`,
  },
  {
    name: 'another alert',
    rules: [missing],
    there: 'ApiJobMissing (rules.yml:4)',
    hint: OTHERS,
  },
  {
    name: 'a misspelled metric',
    rules: [missing, alert('ApiTargetDown', 'upp{job="api"} == 0')],
    there: 'ApiJobMissing (rules.yml:4) and ApiTargetDown (rules.yml:5)',
    hint: 'ApiTargetDown (rules.yml:5) reads `upp`, which does not exist. Write `up` instead.',
  },
  {
    name: 'a misspelled record',
    rules: ['{record: "job:up:min5m", expr: "up"}', missing, alert('ApiTargetDown', 'jobs:up:min5m == 0')],
    there: 'ApiJobMissing (rules.yml:5) and ApiTargetDown (rules.yml:6)',
    hint: 'ApiTargetDown (rules.yml:6) reads `jobs:up:min5m`, which does not exist. Write `job:up:min5m` instead.',
  },
  {
    name: 'a record of another window, which is no slip',
    rules: ['{record: "job:up:min5m", expr: "up"}', missing, alert('ApiTargetDown', 'job:up:min6h == 0')],
    there: 'ApiJobMissing (rules.yml:5) and ApiTargetDown (rules.yml:6)',
    hint: OTHERS,
  },
])('an alert that is missing is named, with those that are there: $name', async ({ rules, there, hint }) => {
  const words = await wordsOf('27-alert-on-target-down', groupOf(...rules));
  expect(words.expected).toBe('an alert on the metric up that fires within 3m');
  expect(words.observed?.split('\n')[0]).toBe(there);
  expect(words.hint).toBe(hint);
});

test('a ticket that is missing is no page', async () => {
  const step = '30-burn-rate-alerts';
  const solution = await solutionOf(step);
  const words = await wordsOf(step, solution.slice(0, solution.indexOf('- alert: ApiBudgetBurnsSlowly')));
  expect(words.expected).toMatch(/^a ticket on the metric http_requests_total that fires within /);
  expect(words.hint).toContain('no page by its labels');
});
