// Rules on a clock that a test moves, with a store in memory or on a folder.
import { manualClock, type ManualClock } from '../../../src/prometheus/model/clock.ts';
import { isStaleAt, type SeriesSamples } from '../../../src/prometheus/model/samples.ts';
import { evaluateRule } from '../../../src/prometheus/rules/evaluate/rule.ts';
import type { ActiveAlert, SentAlert } from '../../../src/prometheus/rules/model/alert.ts';
import { Ruler, type RulerOptions } from '../../../src/prometheus/rules/ruler.ts';
import { openStore, type SampleStore } from '../../../src/prometheus/storage/index.ts';

export const START = 1_700_000_000_000;
export const MINUTE = 60_000;

export interface RuleServer {
  readonly clock: ManualClock;
  readonly store: SampleStore;
  readonly ruler: Ruler;
  /** All alerts that were sent, in order. */
  readonly sent: SentAlert[];
  /** Moves the clock, evaluating what is due. */
  advance(byMs: number): Promise<void>;
  stop(): Promise<void>;
}

export interface RuleServerOptions extends Partial<RulerOptions> {
  /** @default samples are in memory only */
  readonly dataDir?: string;
  readonly startMs?: number;
}

/** Starts one that has no groups. With a `store`, it continues on that one, and does not close it. */
export async function startRules(options: RuleServerOptions = {}): Promise<RuleServer> {
  const { dataDir, startMs = START, store: given, ...rest } = options;
  const clock = manualClock(startMs);
  const store = given ?? (await openAt(clock, dataDir));
  const sent: SentAlert[] = [];
  const ruler = new Ruler({
    store,
    clock,
    evaluate: (rule, moment) =>
      evaluateRule(rule, moment, { samples: store, externalLabels: {}, externalUrl: 'http://x' }),
    onAlerts: (alerts) => sent.push(...alerts),
    externalUrl: () => 'http://x',
    ...rest,
  });
  return {
    clock,
    store,
    ruler,
    sent,
    advance: (byMs) => clock.advance(byMs, () => ruler.whenIdle()),
    async stop() {
      await ruler.stop();
      if (given === undefined) await store.close();
    },
  };
}

async function openAt(clock: ManualClock, dataDir: string | undefined): Promise<SampleStore> {
  const opened = await openStore({ clock, ...(dataDir === undefined ? {} : { dataDir }) });
  if (opened.status !== 'open') throw new Error(opened.message);
  return opened.store;
}

/** The samples of a metric, oldest first. */
export function samplesOf({ store }: RuleServer, name: string): readonly SeriesSamples[] {
  return store.select([{ name: '__name__', op: '=', value: name }], -Infinity, Infinity);
}

/** Values, or `stale`. */
export function valuesOf(server: RuleServer, name: string): unknown[] {
  return samplesOf(server, name).flatMap(({ values }) =>
    Array.from(values, (value, index) => (isStaleAt(values, index) ? 'stale' : value)),
  );
}

export function timesOf(server: RuleServer, name: string): number[] {
  return samplesOf(server, name).flatMap(({ timestamps }) => [...timestamps]);
}

/** All alerts that are pending or firing. */
export function alertsOf({ ruler }: RuleServer): readonly ActiveAlert[] {
  return ruler
    .groups()
    .flatMap(({ rules }) => rules)
    .flatMap((rule) => ('alerts' in rule ? rule.alerts : []));
}
