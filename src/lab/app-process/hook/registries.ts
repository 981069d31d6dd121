// Every prom-client registry of the app, however prom-client is loaded. Does not load it by itself.
import Module from 'node:module';
import type { RegistrySnapshot } from '../../model/app-run.ts';
import { isRegistryClass, snapshotRegistry, type Registry, type RegistryClass } from './registry-snapshot.ts';
import { replaceMethod } from './replace-method.ts';

/** Finds registries from now on. */
export function findRegistries(): { snapshots(): Promise<readonly RegistrySnapshot[]> } {
  const defaults = new Set<Registry>();
  const customs = new Set<WeakRef<Registry>>();
  const seen = new WeakSet<object>();
  const ids = new WeakMap<Registry, number>();
  let lastId = 0;

  const idOf = (registry: Registry): number => {
    const id = ids.get(registry) ?? (lastId += 1);
    ids.set(registry, id);
    return id;
  };
  const remember = (registry: Registry): void => {
    if (seen.has(registry)) return;
    seen.add(registry);
    customs.add(new WeakRef(registry));
  };
  // prom-client is CommonJS: an `import` of it comes through here too, and its own registry file before all else.
  replaceMethod(
    Module,
    '_load',
    (load) =>
      function loadAndLook(request, ...rest) {
        const exported = load.call(this, request, ...rest);
        const isNamedSo = typeof request === 'string' && /registry(?:\.c?js)?$/.test(request);
        if (isNamedSo && isRegistryClass(exported) && !seen.has(exported)) {
          seen.add(exported);
          seen.add(exported.globalRegistry);
          defaults.add(exported.globalRegistry);
          watchClass(exported, remember);
        }
        return exported;
      },
  );

  return {
    snapshots: () => {
      const alive: Registry[] = [];
      for (const ref of customs) {
        const registry = ref.deref();
        if (registry === undefined) customs.delete(ref);
        else alive.push(registry);
      }
      return Promise.all([
        ...[...defaults].map((registry) =>
          snapshotRegistry(registry, { id: idOf(registry), isDefault: true }),
        ),
        ...alive.map((registry) => snapshotRegistry(registry, { id: idOf(registry), isDefault: false })),
      ]);
    },
  };
}

/** A registry becomes known when a metric is registered with it, or when its text is asked for. */
function watchClass(registryClass: RegistryClass, remember: (registry: Registry) => void): void {
  let isMerging = false;
  const views = new WeakSet<object>();
  const isOne = (value: unknown): value is Registry => value instanceof registryClass && !views.has(value);

  replaceMethod(
    registryClass.prototype,
    'registerMetric',
    (original) =>
      function registerMetric(...args) {
        if (!isMerging && isOne(this)) remember(this);
        return original.apply(this, args);
      },
  );
  replaceMethod(
    registryClass.prototype,
    'metrics',
    (original) =>
      function metrics(...args) {
        if (isOne(this)) remember(this);
        return original.apply(this, args);
      },
  );
  // A merged registry is a view of others that are known already, often made anew for each scrape.
  replaceMethod(
    registryClass,
    'merge',
    (original) =>
      function merge(...args) {
        isMerging = true;
        try {
          const view = original.apply(this, args);
          if (typeof view === 'object' && view !== null) views.add(view);
          return view;
        } finally {
          isMerging = false;
        }
      },
  );
}
