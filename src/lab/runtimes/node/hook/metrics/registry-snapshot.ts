// One registry of the client -> what the runner is told of it. Knows the parts of prom-client and of its successor
// @prometheus-io/client that the lab relies on.
import type { RegisteredMetric, RegistrySnapshot } from '../../../../model/app-run.ts';
import { StillAwaited } from '../time/timekeeper.ts';

interface Metric {
  readonly name: string;
  /** Missing before prom-client 15. */
  readonly type?: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
}

export interface Registry {
  readonly contentType: string;
  /** Metrics by the name that they were registered under: a Map in @prometheus-io/client. */
  readonly ['_metrics']?: Readonly<Record<string, Metric>> | Map<string, Metric>;
  getMetricsAsArray(): readonly Metric[];
  metrics(): Promise<string> | string;
}

export interface RegistryClass {
  new (): Registry;
  readonly prototype: Registry;
  readonly globalRegistry: Registry;
}

/** Whether a module's export is the client's registry class, of whatever version. */
export function isRegistryClass(exported: unknown): exported is RegistryClass {
  if (typeof exported !== 'function' || !('globalRegistry' in exported)) return false;
  const prototype: unknown = exported.prototype;
  return (
    typeof prototype === 'object' &&
    prototype !== null &&
    'metrics' in prototype &&
    'registerMetric' in prototype
  );
}

/** Resolves when work of the app that has not ended never will. */
export type WhenStuck = (signal: AbortSignal) => Promise<void>;

/**
 * The registry's text and metrics; where `metrics()` throws or never ends, that instead of the text. Rejects with
 * {@link StillAwaited} where it is unknown whether it will end.
 */
export async function snapshotRegistry(
  registry: Registry,
  about: Pick<RegistrySnapshot, 'id' | 'isDefault' | 'client'>,
  whenStuck: WhenStuck,
): Promise<RegistrySnapshot> {
  const { contentType } = registry;
  const metrics = listMetrics(registry);
  try {
    // Before version 13 it is the text itself, and no promise.
    const text = await unlessStuck(Promise.resolve(registry.metrics()), whenStuck);
    return text === undefined
      ? { ...about, contentType, metrics, text: '', isStuck: true }
      : { ...about, contentType, metrics, text };
  } catch (error) {
    if (error instanceof StillAwaited) throw error;
    const message = error instanceof Error ? error.message : String(error);
    return { ...about, contentType, metrics, text: '', error: message };
  }
}

/** The text; undefined where it never comes. */
async function unlessStuck(text: Promise<string>, whenStuck: WhenStuck): Promise<string | undefined> {
  const done = new AbortController();
  const stuck = whenStuck(done.signal).then(() => undefined);
  try {
    return await Promise.race([text, stuck]);
  } finally {
    done.abort();
  }
}

function listMetrics(registry: Registry): RegisteredMetric[] {
  return entriesOf(registry).map(([name, metric]) => ({
    name,
    type: metric.type ?? typeByMethods(metric),
    help: metric.help,
    labelNames: [...(metric.labelNames ?? [])],
  }));
}

/** Not the metrics' own names, where that can be helped: OpenMetrics takes `_total` off them. */
function entriesOf(registry: Registry): (readonly [string, Metric])[] {
  const byName = registry['_metrics'];
  if (byName === undefined)
    return registry.getMetricsAsArray().map((metric) => [metric.name, metric] as const);
  return byName instanceof Map ? [...byName] : Object.entries(byName);
}

/** What prom-client 11 to 14 do not say: only a histogram has buckets, only a gauge goes down, only a counter goes up. */
function typeByMethods(metric: Metric): string {
  if ('observe' in metric) return 'upperBounds' in metric ? 'histogram' : 'summary';
  if ('dec' in metric) return 'gauge';
  return 'inc' in metric ? 'counter' : 'unknown';
}
