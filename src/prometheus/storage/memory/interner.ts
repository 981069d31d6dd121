// One copy of each label name and value. A piece of a scraped page would otherwise keep the whole page in memory.
import type { Labels } from '../../model/samples.ts';

/** Keeps the copies. */
export class Interner {
  #known = new Map<string, string>();

  /** An equal label set that shares its strings with all others. */
  labels(labels: Labels): Labels {
    return labels.withTexts((text) => this.#text(text));
  }

  /** Forgets every string that none of these label sets uses. */
  retain(all: Iterable<Labels>): void {
    const used = new Map<string, string>();
    for (const labels of all) for (const text of labels.flat) used.set(text, text);
    this.#known = used;
  }

  #text(text: string): string {
    let copy = this.#known.get(text);
    if (copy === undefined) {
      copy = detached(text);
      this.#known.set(copy, copy);
    }
    return copy;
  }
}

/** An equal string that is no slice of a larger one. */
export function detached(text: string): string {
  const copy = Buffer.from(text, 'utf8').toString('utf8');
  // Halves of surrogate pairs do not survive UTF-8.
  return copy === text ? copy : Buffer.from(text, 'utf16le').toString('utf16le');
}
