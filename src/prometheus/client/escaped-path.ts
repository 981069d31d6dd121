/** As Go writes a path: a `?` in it is part of it and begins no query. Parameters are in another field. */
export function escapedPath(path: string): string {
  return Buffer.from(path, 'utf8')
    .toString('latin1')
    .replace(
      /[^\w\-.~$&+,/:;=@]/g,
      (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
}
