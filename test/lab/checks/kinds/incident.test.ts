// Answers on an incident: each right way to say it passes, and each wrong one is named.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkIncident } from '../../../../src/lab/checks/kinds/incident/check.ts';
import type { IncidentSpec } from '../../../../src/lab/checks/kinds/incident/spec.ts';
import type { PlannedIncident } from '../../../../src/lab/model/incident.ts';
import { codeOf, contextWith } from '../support/context.ts';

const RULES = `groups:
  - name: shop
    rules:
      - alert: CartFails
        expr: rate(http_requests_total{code="500"}[5m]) / ignoring (code) rate(http_requests_total{code="200"}[5m]) > 0.05
        for: 5m
      - alert: CartFailsForHours
        expr: rate(http_requests_total{code="500"}[5m]) > 0.1
        for: 2h
      - alert: ShopSilent
        expr: absent(http_requests_total)
`;

const LOAD = `load 15s
  http_requests_total{instance="x-%n%",path="/cart",code="200"} 0+60x140 =+42x100
  http_requests_total{instance="x-%n%",path="/cart",code="500"} 0x140 =+18x100`;

const SPEC: IncidentSpec = {
  kind: 'incident',
  question: 'What happened?',
  rules: 'rules.yml',
  traffic: [{ method: 'GET', path: '/cart', count: 1 }],
  incidents: [
    {
      name: 'failing',
      about: 'the store failed',
      began: '25m',
      load: LOAD,
      store: { does: 'fail', call: 'createCart', share: 0.3 },
      endpoint: { method: 'POST', path: '/cart' },
      badly: { unit: 'share', value: 0.3 },
      busiest: { method: 'GET', path: '/products' },
      mostErrors: { method: 'GET', path: '/cart' },
    },
  ],
};
const SLOW: IncidentSpec = {
  ...SPEC,
  incidents: SPEC.incidents.map((one) => ({ ...one, badly: { unit: 'seconds', value: [0.9, 2.9] } })),
};

let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'incident-'));
  await writeFile(path.join(dir, 'rules.yml'), RULES);
});
afterAll(() => rm(dir, { recursive: true }));

const ago = (minutes: number): string => `${minutes} minutes ago`;
const clock = (minutes: number): string => {
  const at = new Date(Date.now() - minutes * 60_000);
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
};

async function judge(answer: string | undefined, spec = SPEC) {
  const plans: PlannedIncident[] = [];
  const verdict = await checkIncident(
    spec,
    contextWith({
      workspaceDir: dir,
      answer,
      incident: (plan) => {
        plans.push(plan);
        const loadedAtMs = Date.now();
        return Promise.resolve({ name: plan.name, loadedAtMs, beganAtMs: loadedAtMs - plan.beganMs });
      },
    }),
  );
  return { verdict, plan: plans[0] };
}

describe('passes', () => {
  test.each([
    ['in order', `POST /cart; ${clock(24)}; 30 %; CartFails`],
    ['on lines', `POST /cart\n${ago(24)}\n0.3\nCartFails`],
    ['with names, in any order', `alert: CartFails; badly: 28%; since: ${ago(23)}; endpoint: /cart (POST)`],
    ['as labels', `{path="/cart",method="POST"}; ${ago(22)}; 3 of 10; cartfails`],
    ['as a stamp', `post cart; ${Math.round(Date.now() / 1_000) - 24 * 60}; 33 percent; the alert CartFails`],
    ['in UTC', `POST /cart; ${new Date(Date.now() - 24 * 60_000).toISOString()}; 30; CartFails`],
  ])('%s', async (_, answer) => {
    expect((await judge(answer)).verdict).toMatchObject({ status: 'pass' });
  });

  test('a duration in any unit', async () => {
    expect(codeOf((await judge(`POST /cart; ${ago(24)}; 1.6 s; CartFails`, SLOW)).verdict)).toBe('pass');
    expect(codeOf((await judge(`POST /cart; ${ago(24)}; 1600 ms; CartFails`, SLOW)).verdict)).toBe('pass');
  });
});

describe('names', () => {
  test.each([
    ['no answer', undefined, 'no-answer'],
    ['a part that is missing', `POST /cart; ${ago(24)}; 30 %`, 'answer-incomplete'],
    ['an endpoint without its method', `/cart; ${ago(24)}; 30 %; CartFails`, 'answer-unreadable'],
    ['a time that is none', 'POST /cart; this afternoon; 30 %; CartFails', 'answer-unreadable'],
    ['the busiest endpoint', `GET /products; ${ago(24)}; 30 %; CartFails`, 'busiest-endpoint'],
    ['the most errors ever', `GET /cart; ${ago(24)}; 30 %; CartFails`, 'most-errors-ever'],
    ['another endpoint', `POST /products; ${ago(24)}; 30 %; CartFails`, 'other-endpoint'],
    ['the start of the alert', `POST /cart; ${ago(18)}; 30 %; CartFails`, 'alert-start'],
    [
      'another time zone',
      `POST /cart; @${Math.round(Date.now() / 1_000) - 144 * 60}; 30 %; CartFails`,
      'wrong-time-zone',
    ],
    ['too early', `POST /cart; ${ago(40)}; 30 %; CartFails`, 'wrong-start'],
    ['too late', `POST /cart; ${ago(5)}; 30 %; CartFails`, 'wrong-start'],
    ['a share with a percent sign', `POST /cart; ${ago(24)}; 0.3 %; CartFails`, 'percent-not-share'],
    ['too much', `POST /cart; ${ago(24)}; 60 %; CartFails`, 'wrong-size'],
    ['a duration for a share', `POST /cart; ${ago(24)}; 0.3 s; CartFails`, 'wrong-size'],
    ['a pending alert', `POST /cart; ${ago(24)}; 30 %; CartFailsForHours`, 'only-pending'],
    ['a silent alert', `POST /cart; ${ago(24)}; 30 %; ShopSilent`, 'alert-silent'],
    ['no alert although one fired', `POST /cart; ${ago(24)}; 30 %; none`, 'alert-missed'],
    ['an alert that is not there', `POST /cart; ${ago(24)}; 30 %; HighErrors`, 'alert-unknown'],
  ])('%s', async (_, answer, code) => {
    expect(codeOf((await judge(answer)).verdict)).toBe(code);
  });
});

test("tells Prometheus what the learner's alerts did", async () => {
  const { plan } = await judge(undefined);
  expect(plan?.load).toMatch(/ALERTS\{.*alertname="CartFails".*alertstate="pending".*\} _/);
  expect(plan?.load).toMatch(/ALERTS\{.*alertname="CartFails".*alertstate="firing".*\} .* 1 1 1$/m);
  expect(plan?.breakage).toEqual({ does: 'fail', call: 'createCart', share: 0.3 });
});
