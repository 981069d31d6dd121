// One prom-client registry -> what the runner is told of it. Knows the parts of prom-client that the lab relies on.
import type { RegisteredMetric, RegistrySnapshot } from '../../model/app-run.ts';

interface Metric {
  readonly name: string;
  readonly type?: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
}

export interface Registry {
  readonly contentType: string;
  /** Metrics by the name that they were registered under. */
  readonly ['_metrics']?: Readonly<Record<string, Metric>>;
  getMetricsAsArray(): readonly Metric[];
  metrics(): Promise<string> | string;
}

export interface RegistryClass {
  new (): Registry;
  readonly prototype: Registry;
  readonly globalRegistry: Registry;
}

/** How long `registry.metrics()` may take before it counts as one that never ends. */
const metricsLimitMs = 2000;

/** Whether a module's export is prom-client's registry class, of whatever version. */
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

/** The registry's text and metrics; where `metrics()` throws or never ends, that instead of the text. */
export async function snapshotRegistry(
  registry: Registry,
  { id, isDefault }: Pick<RegistrySnapshot, 'id' | 'isDefault'>,
): Promise<RegistrySnapshot> {
  const metrics = listMetrics(registry);
  const about = { id, isDefault, contentType: registry.contentType, metrics };
  try {
    return { ...about, text: await withinLimit(Promise.resolve(registry.metrics())) };
  } catch (error) {
    return { ...about, text: '', error: error instanceof Error ? error.message : String(error) };
  }
}

function withinLimit(text: Promise<string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`metrics() did not finish within ${metricsLimitMs / 1000} s`)),
      metricsLimitMs,
    );
    // The app may end when it has nothing else to do.
    timer.unref();
    text.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function listMetrics(registry: Registry): RegisteredMetric[] {
  // Not the metrics' own names, where that can be helped: OpenMetrics takes `_total` off them.
  const byName = registry['_metrics'];
  const entries =
    byName === undefined
      ? registry.getMetricsAsArray().map((metric) => [metric.name, metric] as const)
      : Object.entries(byName);
  return entries.map(([name, metric]) => ({
    name,
    type: metric.type ?? 'unknown',
    help: metric.help,
    labelNames: [...(metric.labelNames ?? [])],
  }));
}
