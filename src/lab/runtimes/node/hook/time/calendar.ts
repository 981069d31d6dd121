// The date and time that the app reads. They are the machine's until the runner names others, and never go back.

/** After 400 years the calendar repeats: the same dates fall on the same days of the week. */
const CALENDAR_CYCLE_MS = 146_097 * 24 * 3600 * 1000;

interface Calendar {
  /**
   * From now on the app's `Date` shows this time and continues from there. A time that has passed already is taken from
   * the next cycle of the calendar.
   * @param atMs Unix ms
   */
  set(atMs: number): void;
}

/** Offers to move the app's `Date`. Nothing is replaced until then. Timers do not follow. */
export function offerCalendar(): Calendar {
  let aheadMs = 0;
  let nowMs: (() => number) | undefined;
  return {
    set: (atMs) => {
      nowMs ??= replaceDate(() => aheadMs);
      let next = atMs;
      while (next < nowMs()) next += CALENDAR_CYCLE_MS;
      aheadMs += next - nowMs();
    },
  };
}

/** Puts a `Date` in place that is ahead of the one there now, and returns what it takes for now. */
export function replaceDate(
  aheadMs: () => number,
  realNow: () => number = Date.now.bind(Date),
): () => number {
  const RealDate = globalThis.Date;
  const nowMs = (): number => realNow() + aheadMs();
  const moved: DateConstructor = new Proxy(RealDate, {
    apply: () => new RealDate(nowMs()).toString(),
    construct: (target, args, newTarget) =>
      Reflect.construct(
        target,
        args.length === 0 ? [nowMs()] : args,
        newTarget === moved ? target : newTarget,
      ),
  });
  Object.assign(RealDate, { now: nowMs });
  Object.assign(RealDate.prototype, { constructor: moved });
  globalThis.Date = moved;
  return nowMs;
}
