// One thing at a time, in the order in which it was asked for.

/** Gives a function that starts each action when the one before is over, whether that succeeded or not. */
export function takeTurns(): <T>(act: () => T | Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act);
    // The failure belongs to whoever asked for the action; the next one only waits for its end.
    last = mine.catch(() => undefined);
    return mine;
  };
}
