// Runs what changes one resource one after the other, so that a stop never meets a half-done restart.

/** Gives a function that starts each action when the one before has ended, well or not. */
export function takeTurns(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act);
    // The failure belongs to whoever asked for the action; the next one only waits for its end.
    last = mine.catch(() => undefined);
    return mine;
  };
}
