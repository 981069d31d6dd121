// A word of a command that the lab tells somebody to type.

/** The word as a shell takes it for one: in quotes where it holds more than a plain path does. */
export const commandWord = (text: string): string =>
  /^[\p{L}\p{N}\p{Mark}_./\\:@~+-]+$/u.test(text) ? text : `"${text}"`;
