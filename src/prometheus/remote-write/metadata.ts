// What all targets together say of their metrics.
import type { OutgoingMetadata } from './encode.ts';

/** Each different entry once: targets of one job say the same. */
export function metadataOf(
  targets: Iterable<{ readonly metadata: readonly OutgoingMetadata[] }>,
): readonly OutgoingMetadata[] {
  const found = new Map<string, OutgoingMetadata>();
  for (const target of targets)
    for (const one of target.metadata)
      found.set(JSON.stringify([one.metric, one.type, one.help, one.unit]), one);
  return [...found.values()];
}
