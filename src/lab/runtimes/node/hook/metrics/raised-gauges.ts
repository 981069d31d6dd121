// Which gauges were above 0 in the moment a handler called the store. One that is raised and lowered in the same turn
// is back at 0 before anything can be read of it.
import type { Registry } from './registry-snapshot.ts';

interface Sample {
  readonly value?: unknown;
}

/** Remembers the names of gauges. */
export function watchGauges(registries: () => readonly Registry[]): { look(): void; names(): string[] } {
  const raised = new Set<string>();
  return {
    look: () => {
      for (const registry of registries()) {
        for (const metric of registry.getMetricsAsArray()) {
          if (samplesOf(metric).some(({ value }) => Number(value) > 0)) raised.add(metric.name);
        }
      }
    },
    names: () => [...raised],
  };
}

/** The samples that a metric keeps: prom-client has them by hash, its successor in a store. */
function samplesOf(metric: object): readonly Sample[] {
  if ('hashMap' in metric && typeof metric.hashMap === 'object' && metric.hashMap !== null)
    return Object.values(metric.hashMap);
  const store: unknown = 'store' in metric ? metric.store : undefined;
  const values: unknown =
    typeof store === 'object' && store !== null ? Reflect.get(store, 'values') : undefined;
  return typeof values === 'function' ? Array.from(Reflect.apply(values, store, [])) : [];
}
