// A simulation evaluates each expression once over the whole timeline. It must give what evaluating each rule at each
// moment gives, value for value and alert for alert.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isStaleAt, type SeriesSamples } from '../../../src/prometheus/model/samples.ts';
import type { RuleGroup } from '../../../src/prometheus/rules/model/rule.ts';
import {
  simulate,
  type SimulationOptions,
  type SimulationOutcome,
} from '../../../src/prometheus/simulation/index.ts';
import { END, groups, offsets, START, timeline } from './generated.ts';

const shownSeries = ({ labels, timestamps, values }: SeriesSamples): unknown => [
  labels.toObject(),
  Array.from(timestamps, (time, i) => [(time - START) / 1000, isStaleAt(values, i) ? 'stale' : values[i]]),
];

const bySeries = (a: SeriesSamples, b: SeriesSamples): number => (a.labels.key < b.labels.key ? -1 : 1);

/** Everything that a simulation reports, in an order that does not depend on the way. */
function shown(outcome: SimulationOutcome): unknown {
  if (outcome.status === 'failed') return outcome;
  const all = outcome.groups.flatMap(({ rules }) => rules);
  return {
    series: all
      .flatMap(({ series }) => series)
      .toSorted(bySeries)
      .map(shownSeries),
    rules: all.map(({ rule, alerts, failures }) => ({
      name: rule.name,
      failures,
      alerts: alerts
        .map(({ labels, ...rest }) => ({ labels: labels.toObject(), ...rest }))
        .toSorted(
          (a, b) =>
            a.pendingAtMs - b.pendingAtMs || (JSON.stringify(a.labels) < JSON.stringify(b.labels) ? -1 : 1),
        ),
    })),
  };
}

function optionsOf(
  samples: readonly SeriesSamples[],
  ruleGroups: readonly RuleGroup[],
  offsetOf: readonly number[],
): SimulationOptions {
  return {
    timeline: samples,
    groups: ruleGroups,
    startMs: START,
    endMs: END,
    evaluationOffsetMs: (group) => offsetOf[ruleGroups.indexOf(group)] ?? 0,
  };
}

test('the fast way gives what evaluating moment by moment gives', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(timeline, groups, offsets, async (samples, ruleGroups, offsetOf) => {
      const options = optionsOf(samples, ruleGroups, offsetOf);
      const fast = shown(await simulate(options));
      const slow = shown(await simulate({ ...options, isStepwise: true }));
      expect(fast).toEqual(slow);
    }),
    { numRuns: 200 },
  );
});

test(
  'a timeline that is evaluated in parts gives the same as in one piece',
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(timeline, groups, offsets, async (samples, ruleGroups, offsetOf) => {
        const options = optionsOf(samples, ruleGroups, offsetOf);
        // So few samples at once that most expressions have to be divided, and some fail even at one moment.
        const limited = { ...options, limits: { maxSamples: 12 } };
        expect(shown(await simulate(limited))).toEqual(
          shown(await simulate({ ...limited, isStepwise: true })),
        );
      }),
      { numRuns: 100 },
    );
  },
);

test('what happens later changes nothing before', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      timeline,
      groups,
      offsets,
      fc.integer({ min: 0, max: 60 }),
      async (samples, ruleGroups, offsetOf, cut) => {
        const options = optionsOf(samples, ruleGroups, offsetOf);
        const endMs = START + cut * 30_000;
        const cutSamples = samples.map(({ labels, timestamps, values }) => {
          const length = timestamps.filter((time) => time <= endMs).length;
          return { labels, timestamps: timestamps.subarray(0, length), values: values.subarray(0, length) };
        });
        const short = shown(await simulate({ ...options, timeline: cutSamples, endMs }));
        expect(shown(await simulate({ ...options, endMs }))).toEqual(short);
      },
    ),
    { numRuns: 100 },
  );
});
