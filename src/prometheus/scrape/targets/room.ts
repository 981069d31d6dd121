// How many targets all jobs together may have: each costs connections and timers, whatever it shows.

/** Of one server. */
export const MAX_TARGETS = 1_000;

export class TargetRoom {
  readonly #taken = new Map<object, number>();

  /** How many of its targets a job may scrape; what it had before is given back. */
  claim(job: object, wanted: number): number {
    this.#taken.delete(job);
    let others = 0;
    for (const count of this.#taken.values()) others += count;
    const granted = Math.min(wanted, Math.max(0, MAX_TARGETS - others));
    this.#taken.set(job, granted);
    return granted;
  }
}
