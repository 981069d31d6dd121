// Every registry of the app, of prom-client and of its successor @prometheus-io/client, however they are loaded.
// Loads neither by itself.
import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { dirname, join } from 'node:path';
import type { RegistrySnapshot } from '../../../../model/app-run.ts';
import {
  isRegistryClass,
  snapshotRegistry,
  type Registry,
  type RegistryClass,
  type WhenStuck,
} from './registry-snapshot.ts';
import { replaceMethod } from '../globals/replace-method.ts';

/** Finds registries from now on. */
export function findRegistries(): {
  snapshots(whenStuck: WhenStuck): Promise<readonly RegistrySnapshot[]>;
  /** All that are known and in use. */
  all(): readonly Registry[];
} {
  const defaults = new Set<Registry>();
  const customs = new Set<WeakRef<Registry>>();
  const seen = new WeakSet<object>();
  const clients = new WeakMap<Registry, string>();
  const ids = new WeakMap<Registry, number>();
  let lastId = 0;

  const idOf = (registry: Registry): number => {
    const id = ids.get(registry) ?? (lastId += 1);
    ids.set(registry, id);
    return id;
  };
  const snapshot = (
    registry: Registry,
    isDefault: boolean,
    whenStuck: WhenStuck,
  ): Promise<RegistrySnapshot> => {
    const client = clients.get(registry);
    const about = { id: idOf(registry), isDefault, ...(client === undefined ? {} : { client }) };
    return snapshotRegistry(registry, about, whenStuck);
  };
  const watch = (registryClass: RegistryClass, client: string | undefined): void => {
    const remember = (registry: Registry): void => {
      if (seen.has(registry)) return;
      seen.add(registry);
      if (client !== undefined) clients.set(registry, client);
      customs.add(new WeakRef(registry));
    };
    seen.add(registryClass);
    seen.add(registryClass.globalRegistry);
    if (client !== undefined) clients.set(registryClass.globalRegistry, client);
    defaults.add(registryClass.globalRegistry);
    watchClass(registryClass, remember);
  };
  // The clients are CommonJS: an `import` of one comes through here too, and its own registry file before all else.
  replaceMethod(
    Module,
    '_load',
    (load) =>
      function loadAndLook(request, ...rest) {
        const exported = load.call(this, request, ...rest);
        const isNamedSo = typeof request === 'string' && /registry(?:\.c?js)?$/.test(request);
        if (isNamedSo && isRegistryClass(exported) && !seen.has(exported))
          watch(exported, packageNameOf(fileOf(request, rest[0])));
        return exported;
      },
  );

  const aliveOnes = (): Registry[] => {
    const alive: Registry[] = [];
    for (const ref of customs) {
      const registry = ref.deref();
      if (registry === undefined) customs.delete(ref);
      else alive.push(registry);
    }
    return alive;
  };

  return {
    all: () => [...defaults, ...aliveOnes()],
    snapshots: (whenStuck) =>
      Promise.all([
        ...[...defaults].map((registry) => snapshot(registry, true, whenStuck)),
        ...aliveOnes().map((registry) => snapshot(registry, false, whenStuck)),
      ]),
  };
}

/** The file that a module asks for by a relative path. */
function fileOf(request: string, parent: unknown): string {
  const from = parent instanceof Module ? dirname(parent.filename) : '';
  return join(from, request);
}

/** The name in the nearest package.json above a file. An alias of npm changes the folder's name but not this one. */
function packageNameOf(file: string): string | undefined {
  for (let dir = dirname(file), last = file; dir !== last; last = dir, dir = dirname(dir)) {
    try {
      const about: unknown = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
      if (typeof about === 'object' && about !== null && 'name' in about) return String(about.name);
    } catch {
      // There is none here, or none that can be read: the folder above may have one.
    }
  }
  return undefined;
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
  // A merged registry is a view of others that are known already, often made again for each scrape.
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
