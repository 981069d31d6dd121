import { expect, test } from 'vitest';
import { failed } from '../../../src/lab/checks/facts/verdicts.ts';
import { failedButLoaded } from '../../../src/lab/checks/rules/loaded.ts';
import { contextWith } from './support/context.ts';
import { fakePrometheus } from './support/fake-prometheus.ts';

const fail = failed('rule-unhealthy', { rule: 'a', said: 'no' });

test('rules that fail are loaded by the Prometheus that runs, so that learners can look at them there', async () => {
  let reloads = 0;
  const provider = {
    ...fakePrometheus({}),
    reload: () => {
      reloads += 1;
      return Promise.resolve({ status: 'rejected', message: 'no' } as const);
    },
  };
  expect(await failedButLoaded(contextWith({ runningPrometheus: () => provider }), fail)).toBe(fail);
  expect(reloads).toBe(1);
});

test('rules that fail start no Prometheus', async () => {
  expect(await failedButLoaded(contextWith(), fail)).toBe(fail);
});
