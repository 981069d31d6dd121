// Simulations side by side with the real promtool: what was simulated is written down as a unit test of rules, with every
// recorded series, ALERTS and ALERTS_FOR_STATE at each evaluation, and promtool has to agree.
//
// The real one is Prometheus 2: its ranges include their left end, so no window here begins at a sample; and series end
// with a stale marker, because one that is exactly five minutes old counts there. Cases in which a rule fails are left
// out: promtool takes a failure as the end of the test.
import { execFile } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { isStaleAt, writeStaleAt, type SeriesSamples } from '../../../src/prometheus/model/samples.ts';
import { formatSampleValue } from '../../../src/prometheus/promql/index.ts';
import type { Rule, RuleGroup } from '../../../src/prometheus/rules/model/rule.ts';
import { simulate } from '../../../src/prometheus/simulation/index.ts';
import { isPrometheusMissing, prometheusPath } from '../../support/real-prometheus.ts';
import { promtoolGroups, START, STEP_MS, STEPS, timeline } from './generated.ts';

const MINUTE = 60_000;
const END_MS = STEPS * STEP_MS;
const EVERYTHING = '{__name__=~"r:.*|ALERTS.*"}';
const CASES = 60;

/** From 0 on, and each series without a sample from some moment on has a stale marker there. */
function forPromtool({
  labels,
  timestamps,
  values,
}: SeriesSamples): SeriesSamples & { readonly text: string } {
  const points = new Map(Array.from(timestamps, (time, i) => [(time - START) / STEP_MS, i]));
  const words: string[] = [];
  const kept: [number, number | 'stale'][] = [];
  for (let step = 0; step <= STEPS; step++) {
    const i = points.get(step);
    const isEnd = i === undefined && kept.length > 0 && kept.at(-1)?.[1] !== 'stale';
    if (i === undefined && !isEnd) words.push('_');
    else if (i === undefined || isStaleAt(values, i)) {
      words.push('stale');
      kept.push([step, 'stale']);
    } else {
      words.push(formatSampleValue(values[i] ?? NaN).replace('+Inf', 'Inf'));
      kept.push([step, values[i] ?? NaN]);
    }
  }
  const copy = new Float64Array(kept.length);
  for (const [at, [step]] of kept.entries()) {
    const i = points.get(step);
    if (i === undefined) writeStaleAt(copy, at);
    else copy.set(values.subarray(i, i + 1), at);
  }
  return {
    labels,
    timestamps: Float64Array.from(kept, ([step]) => step * STEP_MS),
    values: copy,
    text: words.join(' '),
  };
}

function yamlOf(rule: Rule): unknown {
  const labels = { ...rule.labels };
  if (rule.kind === 'recording') return { record: rule.name, expr: rule.query, labels };
  const { name, query, holdMs, keepFiringMs, annotations } = rule;
  const times = { for: `${holdMs / 1000}s`, keep_firing_for: `${keepFiringMs / 1000}s` };
  return { alert: name, expr: query, ...times, labels, annotations };
}

/** What promtool is to find at each evaluation; undefined where it could not compare. */
async function expectations(
  samples: readonly SeriesSamples[],
  groups: readonly RuleGroup[],
): Promise<readonly unknown[] | undefined> {
  const outcome = await simulate({
    timeline: samples,
    groups,
    query: EVERYTHING,
    startMs: 0,
    endMs: END_MS,
    stepMs: MINUTE,
  });
  if (outcome.status === 'failed') throw new Error(outcome.message);
  const rules = outcome.groups.flatMap((group) => group.rules);
  const isComparable =
    rules.every(({ failures }) => failures.length === 0) &&
    outcome.series.every(({ values }) => values.every((value) => !Number.isNaN(value)));
  if (!isComparable) return undefined;
  return Array.from({ length: END_MS / MINUTE + 1 }, (_, minute) => ({
    expr: EVERYTHING,
    eval_time: `${minute}m`,
    exp_samples: outcome.series.flatMap(({ labels, timestamps, values }) => {
      const at = timestamps.indexOf(minute * MINUTE);
      if (at < 0) return [];
      const pairs = [...labels.entries()].map(([name, value]) => `${name}=${JSON.stringify(value)}`);
      return [{ labels: `{${pairs.join(',')}}`, value: values[at] }];
    }),
  }));
}

const yamlNumbers = (json: string): string =>
  json.replaceAll('"value":"Infinity"', '"value":.inf').replaceAll('"value":"-Infinity"', '"value":-.inf');

test.skipIf(isPrometheusMissing)('promtool finds what was simulated', { timeout: 300_000 }, async () => {
  const promtool = join(dirname(prometheusPath()), 'promtool');
  const dir = await mkdtemp(join(await realpath(tmpdir()), 'simulation-promtool-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  let compared = 0;
  let samples = 0;
  for (const [generated, groups] of fc.sample(fc.tuple(timeline, promtoolGroups), {
    numRuns: CASES * 3,
    seed: 42,
  })) {
    if (compared === CASES) break;
    const series = generated.map(forPromtool);
    const wanted = await expectations(series, groups);
    if (wanted === undefined) continue;
    compared++;
    samples += JSON.stringify(wanted).split('"labels"').length - 1;
    const rules = groups.map((group) => ({ name: group.name, rules: group.rules.map(yamlOf) }));
    await writeFile(join(dir, 'rules.yml'), JSON.stringify({ groups: rules }));
    const input = series.map(({ labels, text }) => {
      const pairs = [...labels.entries()].map(([name, value]) => `${name}=${JSON.stringify(value)}`);
      return { series: `{${pairs.join(',')}}`, values: text };
    });
    const unitTest = { interval: '30s', input_series: input, promql_expr_test: wanted };
    const file = {
      rule_files: ['rules.yml'],
      evaluation_interval: '1m',
      group_eval_order: groups.map(({ name }) => name),
      tests: [unitTest],
    };
    const text = JSON.stringify(file, (_key, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    );
    await writeFile(join(dir, 'test.yml'), yamlNumbers(text));
    const said = await promisify(execFile)(promtool, ['test', 'rules', join(dir, 'test.yml')]).then(
      () => '',
      (error: unknown) => String((error as { readonly stderr?: string }).stderr ?? error),
    );
    expect(said.slice(0, 3_000), JSON.stringify(rules, undefined, 1)).toBe('');
  }
  expect(compared).toBe(CASES);
  expect(samples).toBeGreaterThan(CASES * 20);
});
