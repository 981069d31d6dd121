// What a command that judges ends with.

/** 0 where the work passes, 1 where it failed, 2 where it could not be judged. */
export const EXIT_CODES = { pass: 0, fail: 1, blocked: 2 } as const;
