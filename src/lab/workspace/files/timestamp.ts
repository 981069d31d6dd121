// A time as a part of a file name, on every file system and in order when sorted.

/** `2026-11-22T12-57-37-123Z` */
export function timestampForName(at: Date): string {
  return at.toISOString().replaceAll(/[:.]/g, '-');
}
