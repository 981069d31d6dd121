// Closes a switch over a union: a new member is a type error, and a value from outside the types is a bug.

/** Never returns; its argument proves that every case was handled. */
export function unreachable(value: never): never {
  throw new Error(`a case is not handled: ${JSON.stringify(value)}`);
}
