// What a page says of its metrics: type, help, unit.
import type { TargetMetadata } from '../model/target-view.ts';
import { detached } from '../../storage/memory/interner.ts';

/** Collects while a page is read. What has not changed since the page before is kept as it is. */
export class PageMetadata {
  readonly #before: ReadonlyMap<string, TargetMetadata>;
  readonly #found = new Map<string, TargetMetadata>();

  constructor(before: ReadonlyMap<string, TargetMetadata>) {
    this.#before = before;
  }

  describe(metric: string, change: Partial<Omit<TargetMetadata, 'metric'>>): void {
    const known = this.#found.get(metric) ?? { metric, type: 'unknown', help: '', unit: '' };
    this.#found.set(metric, { ...known, ...change });
  }

  /** By metric, holding no piece of the page itself. */
  finished(): ReadonlyMap<string, TargetMetadata> {
    const finished = new Map<string, TargetMetadata>();
    for (const found of this.#found.values()) {
      const before = this.#before.get(found.metric);
      const isSame = before?.type === found.type && before.help === found.help && before.unit === found.unit;
      const kept = isSame
        ? before
        : {
            metric: detached(found.metric),
            type: found.type,
            help: detached(found.help),
            unit: detached(found.unit),
          };
      finished.set(kept.metric, kept);
    }
    return finished;
  }
}
