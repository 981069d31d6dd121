// Closes a switch over a union: the compiler says so where a member is forgotten.

/** Never comes to be called with a value that the types allow. */
export function unreachable(value: never): never {
  throw new Error(`a value that the types rule out: ${JSON.stringify(value)}`);
}
