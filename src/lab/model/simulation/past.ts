// How much of the past a history can show, whichever Prometheus it is loaded into.

/** How long the embedded Prometheus keeps samples. A real one keeps them longer, and must not show more. */
export const LONGEST_DAYS = 7;
export const DAY_MS = 86_400_000;

/**
 * How old the last sample of a history is. No window of a query that a step asks for reaches further back, so its result
 * now is of the learner's own app.
 */
export const QUIET_MS = 15 * 60_000;

/** Whether samples over so long a time are lost, in part, when they are loaded. */
export const isTooLong = (lengthMs: number): boolean => lengthMs + QUIET_MS > LONGEST_DAYS * DAY_MS;
