// How a rule of the format says no from deep inside the parser; it never leaves this folder.

/** Thrown by the parts, caught by the scanner, which adds the line. */
export class ExpositionFault extends Error {
  override readonly name = 'ExpositionFault';
}

/** A piece of input for a message: quoted, on one line, short. */
export function quote(text: string): string {
  const shown = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return JSON.stringify(shown);
}
