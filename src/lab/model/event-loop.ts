// What has arrived at this process and what it has seen of it are two things while it is busy.

/** In so many turns data that has arrived at a socket is read, parsed and handed on. */
const TURNS = 20;

/**
 * Resolves when all that had arrived at this process before the call has been read. A timer comes before it in a turn of
 * the event loop: when one fires late, what it waited for may be there, unread.
 */
export async function readArrivals(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}
