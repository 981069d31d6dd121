// Groups on their own schedules, from the facts of Prometheus's rules/manager_test.go and rules/group_test.go.
import * as fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { manualClock } from '../../../src/prometheus/model/clock.ts';
import { isStaleAt, type Clock } from '../../../src/prometheus/model/samples.ts';
import type { RuleOutcome } from '../../../src/prometheus/rules/model/outcome.ts';
import type { RuleGroup } from '../../../src/prometheus/rules/model/rule.ts';
import { alert, group, labelsOf, put, record } from './build.ts';
import {
  MINUTE,
  START,
  startRules,
  timesOf,
  valuesOf,
  type RuleServer,
  type RuleServerOptions,
} from './server.ts';

const open: RuleServer[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

async function serverWith(options?: RuleServerOptions): Promise<RuleServer> {
  const server = await startRules(options);
  open.push(server);
  return server;
}

describe('a group', () => {
  test('is evaluated once in each interval, at its own slot', async () => {
    const server = await serverWith();
    await server.ruler.applyGroups([group([record('n', '1')])]);
    await server.advance(5 * MINUTE);
    const times = timesOf(server, 'n');
    expect(times).toHaveLength(5);
    expect(new Set(times.map((time) => time % MINUTE)).size).toBe(1);
  });

  test('sees in each rule what the rules before it gave', async () => {
    const server = await serverWith();
    await server.ruler.applyGroups([
      group([record('a', 'vector(2)'), record('b', 'a * 2'), record('c', 'b + a')]),
    ]);
    await server.advance(MINUTE);
    expect([valuesOf(server, 'b'), valuesOf(server, 'c')]).toEqual([[4], [6]]);
  });

  test('ends a series that its rule no longer gives', async () => {
    const server = await serverWith();
    put(server.store, labelsOf('in'), START, 1);
    await server.ruler.applyGroups([group([record('n', 'in')])]);
    await server.advance(2 * MINUTE);
    put(server.store, labelsOf('in'), server.clock.now());
    await server.advance(2 * MINUTE);
    expect(valuesOf(server, 'n')).toEqual([1, 1, 'stale']);
  });

  test('keeps the series of a rule that fails, and says why', async () => {
    const server = await serverWith();
    await server.ruler.applyGroups([group([record('n', '1'), record('n', 'in[1m]')])]);
    await server.advance(MINUTE);
    const [view] = server.ruler.groups();
    expect(view?.rules).toMatchObject([
      { health: 'ok', lastError: '' },
      { health: 'err', lastError: 'rule result is not a vector or scalar' },
    ]);
  });

  test('writes its samples at the offset that it looks back by', async () => {
    const server = await serverWith();
    await server.ruler.applyGroups([group([record('n', '1')], { queryOffsetMs: 30_000 })]);
    await server.advance(MINUTE);
    expect(server.clock.now() - (timesOf(server, 'n')[0] ?? 0)).toBeGreaterThanOrEqual(30_000);
  });
});

describe('the alerts of a rule', () => {
  test('are written from the third evaluation on, when those of the server before are taken up', async () => {
    const server = await serverWith();
    await server.ruler.applyGroups([group([alert('A', '1', { holdMs: MINUTE })])]);
    await server.advance(2 * MINUTE);
    expect(valuesOf(server, 'ALERTS')).toEqual([]);
    await server.advance(MINUTE);
    expect(valuesOf(server, 'ALERTS')).toEqual([1]);
    expect(server.sent).toMatchObject([
      { isResolved: false, generatorUrl: 'http://x/graph?g0.expr=1&g0.tab=1' },
    ]);
  });

  test('end as one state and begin as the next', async () => {
    const server = await serverWith();
    await server.ruler.applyGroups([]);
    await server.ruler.applyGroups([group([alert('A', '1', { holdMs: 2 * MINUTE })])]);
    await server.advance(4 * MINUTE);
    const byState = server.store
      .select([{ name: '__name__', op: '=', value: 'ALERTS' }], 0, server.clock.now())
      .map(({ labels, values }) => [
        labels.get('alertstate'),
        Array.from(values, (value, index) => (isStaleAt(values, index) ? 'stale' : value)),
      ]);
    expect(byState).toEqual([
      ['pending', [1, 1, 'stale']],
      ['firing', [1, 1]],
    ]);
  });
});

describe('a reload', () => {
  test('does not disturb a group that has not changed', async () => {
    const server = await serverWith();
    await server.ruler.applyGroups([group([record('n', '1')])]);
    await server.advance(MINUTE);
    await server.ruler.applyGroups([group([record('n', '1', { line: 7 })])]);
    const [view] = server.ruler.groups();
    expect(view?.rules).toMatchObject([{ health: 'ok' }]);
    await server.advance(MINUTE);
    expect(valuesOf(server, 'n')).toEqual([1, 1]);
  });

  test('continues the alerts of a rule in a group that has changed', async () => {
    const server = await serverWith();
    const rule = alert('A', '1', { holdMs: 3 * MINUTE });
    await server.ruler.applyGroups([group([rule])]);
    await server.advance(2 * MINUTE);
    const [before] = server.ruler.groups();
    await server.ruler.applyGroups([group([rule, record('n', '1')])]);
    await server.advance(2 * MINUTE);
    const [after] = server.ruler.groups();
    expect(after?.rules[0]).toMatchObject({ state: 'firing' });
    const activeAt = (view: typeof before): unknown => {
      const [first] = view?.rules ?? [];
      return first !== undefined && 'alerts' in first ? first.alerts[0]?.activeAtMs : undefined;
    };
    expect(activeAt(after)).toBe(activeAt(before));
  });

  test('ends the series of a rule that is gone with the next evaluation of its group', async () => {
    const server = await serverWith();
    await server.ruler.applyGroups([group([record('a', '1'), record('b', '2')])]);
    await server.advance(MINUTE);
    await server.ruler.applyGroups([group([record('b', '2')])]);
    await server.advance(MINUTE);
    expect([valuesOf(server, 'a'), valuesOf(server, 'b')]).toEqual([
      [1, 'stale'],
      [2, 2],
    ]);
  });

  test('ends the series of a group that is gone two intervals later, at the time of the reload', async () => {
    const server = await serverWith();
    await server.ruler.applyGroups([group([record('n', '1')])]);
    await server.advance(MINUTE);
    const gone = server.clock.now();
    await server.ruler.applyGroups([]);
    await server.advance(MINUTE);
    expect(valuesOf(server, 'n')).toEqual([1]);
    await server.advance(MINUTE);
    expect(valuesOf(server, 'n')).toEqual([1, 'stale']);
    expect(timesOf(server, 'n')[1]).toBe(gone);
  });

  test('leaves a series open that a group with another name continues', async () => {
    const server = await serverWith();
    await server.ruler.applyGroups([group([record('n', '1')])]);
    await server.advance(MINUTE);
    await server.ruler.applyGroups([group([record('n', '1')], { name: 'other' })]);
    await server.advance(4 * MINUTE);
    expect(valuesOf(server, 'n')).not.toContain('stale');
  });
});

/** An outcome that is there only after the event `end`. */
function eventually(target: EventTarget, outcome: RuleOutcome): Promise<RuleOutcome> {
  return new Promise((resolve) => target.addEventListener('end', () => resolve(outcome)));
}

/** A recording rule of a group that uses only what the group itself records. */
const rules = fc.array(fc.constantFrom('time()', 'prev + 1', 'vector(time() % 7) > 3', 'in * 2'), {
  minLength: 1,
  maxLength: 4,
});

/** All that groups record in three minutes. */
async function recordedBy(groups: readonly RuleGroup[]): Promise<unknown> {
  const server = await startRules();
  put(server.store, labelsOf('in'), START, 5);
  await server.ruler.applyGroups(groups);
  await server.advance(3 * MINUTE);
  const found = server.store
    .select([{ name: '__name__', op: '=~', value: 'r_.+' }], 0, Infinity)
    .map(({ labels, timestamps, values }) => [labels.key, [...timestamps], [...values].map(String)]);
  await server.stop();
  return found.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

test('the order of groups in their files does not matter', async () => {
  // Holds for groups that do not use one another's results, and for those in different slots whatever they use: a group
  // is evaluated at its slot, which its file and name alone decide.
  await fc.assert(
    fc.asyncProperty(fc.array(rules, { minLength: 2, maxLength: 5 }), fc.integer(), async (texts, seed) => {
      const groups = texts.map((queries, at) =>
        group(
          queries.map((query, index) =>
            record(`r_${at}_${index}`, query.replace('prev', index === 0 ? 'in' : `r_${at}_${index - 1}`)),
          ),
          { name: `group ${at}` },
        ),
      );
      const shift = Math.abs(seed % groups.length);
      const other = [...groups.slice(shift), ...groups.slice(0, shift)].toReversed();
      expect(await recordedBy(other)).toEqual(await recordedBy(groups));
    }),
    { numRuns: 40 },
  );
});

describe('the schedule', () => {
  test('counts the slots that a slow evaluation misses, and leaves them out', async () => {
    const end = new EventTarget();
    const none: RuleOutcome = { status: 'recorded', samples: [] };
    let evaluations = 0;
    const server = await serverWith({ evaluate: () => (evaluations++ === 0 ? eventually(end, none) : none) });
    await server.ruler.applyGroups([group([record('n', '1')])]);
    await server.clock.advance(5 * MINUTE);
    end.dispatchEvent(new Event('end'));
    await server.advance(0);
    const [scheduled] = server.ruler.scheduled();
    // The first slot, three that are missed, and the last one, late.
    expect([scheduled?.iterations, scheduled?.missed, evaluations]).toEqual([5, 3, 2]);
  });

  test.each([
    ['set back by less than an interval', -20_000],
    ['set back by hours', -5 * 3_600_000],
    ['set forward by hours', 5 * 3_600_000],
  ])('neither stalls nor evaluates a slot twice on a clock that is %s', async (_what, byMs) => {
    const timer = manualClock(START);
    let shiftMs = 0;
    const clock: Clock = {
      now: () => timer.now() + shiftMs,
      after: (delay, callback) => timer.after(delay, callback),
    };
    const slots: number[] = [];
    const server = await serverWith({
      clock,
      evaluate(_rule, { timeMs }) {
        slots.push(timeMs);
        return { status: 'recorded', samples: [] };
      },
    });
    await server.ruler.applyGroups([group([record('n', '1')])]);
    const advance = (by: number): Promise<void> => timer.advance(by, () => server.ruler.whenIdle());
    await advance(5 * MINUTE);
    shiftMs = byMs;
    const before = slots.length;
    await advance(5 * MINUTE);
    const after = slots.slice(before);
    expect(after.length).toBeGreaterThanOrEqual(4);
    expect(after.length).toBeLessThanOrEqual(6);
    expect(after[0]).not.toBe(slots[before - 1]);
    expect(new Set(after).size).toBe(after.length);
    expect(after).toEqual(after.toSorted((a, b) => a - b));
  });
});
