// How much all parts of a configuration together may have of something that costs connections and timers, such as targets.

export class Room {
  readonly #size: number;
  readonly #taken = new Map<object, number>();

  constructor(size: number) {
    this.#size = size;
  }

  /** How many a part may have; what it had before is given back. */
  claim(part: object, wanted: number): number {
    this.#taken.delete(part);
    let others = 0;
    for (const count of this.#taken.values()) others += count;
    const granted = Math.min(wanted, Math.max(0, this.#size - others));
    this.#taken.set(part, granted);
    return granted;
  }
}
