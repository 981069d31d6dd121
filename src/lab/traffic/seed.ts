// Seeds and the random numbers that follow from one: the same seed gives the same numbers on every machine.

/** Uniform numbers in [0, 1), the same sequence for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A 32-bit hash of text (FNV-1a over UTF-16 code units). */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}

/** The seed of a learner's name: case, accents' encoding and outer spaces make no difference. Never the default seed. */
export function seedForLearner(name: string): number {
  const known = name.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();
  // Nine digits are easy to read out and to type.
  return 1 + (hashText(known) % 999_999_999);
}
