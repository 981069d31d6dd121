// An argument of a command that the lab suggests.

/** The word as a shell takes it for one: in quotes where it holds more than a plain path does. */
export const commandWord = (text: string): string =>
  /^[\p{L}\p{N}\p{Mark}_./\\:@~+-]+$/u.test(text) ? text : `"${text}"`;

/** ` --course NAME` where a course was named, so that a command that is told is about the same one. */
export const courseFlag = ({ course }: { readonly course?: string }): string =>
  course === undefined ? '' : ` --course ${commandWord(course)}`;
