// Characters that a text of a course must not hold: they could move the cursor, recolor or reorder what a learner sees.

/**
 * C0 controls but tab and line ends, delete, C1 controls, bidirectional overrides and isolates, line and paragraph
 * separators, and the byte order mark inside a text.
 */
export const CONTROL_CHARACTERS =
  /[^\P{Cc}\t\n\r]|[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A control character as an author can search for it: `U+001B`. */
export function nameOfCharacter(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
