// Closes a switch over a union: the compiler reports a member that is not handled.

/** Throws: its argument proves that no case is left. A value from outside the types is a bug. */
export function unreachable(value: never): never {
  throw new Error(`a case is not handled: ${JSON.stringify(value)}`);
}
