// Names with characters beyond letters, digits, _ and :, for clients that cannot read them. The schemes are those of
// https://prometheus.io/docs/instrumenting/escaping_schemes.

/** How such names are written: as they are, or with an underscore for each of these characters. */
export type Escaping = 'allow-utf-8' | 'underscores';

/** What a client's Accept header asks for. Without a word of it, and for the schemes that are not here: underscores. */
export function escapingOf(accept: string): Escaping {
  return /;\s*escaping\s*=\s*"?allow-utf-8\b/.test(accept) ? 'allow-utf-8' : 'underscores';
}

/** The name of a metric or a label as a client reads it. */
export function escapeName(name: string, escaping: Escaping): string {
  if (escaping === 'allow-utf-8') return name;
  return name.replace(/^[0-9]|[^a-zA-Z0-9_:]/gu, '_');
}
