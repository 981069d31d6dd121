// Whether a label set fits the matchers of a selector.
import { compileMatcher } from '../../model/matcher.ts';
import type { Labels, Matcher } from '../../model/samples.ts';

/** A test for label sets, its regular expressions compiled once. */
export function labelFilter(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const compiled = matchers.map((matcher) => ({ name: matcher.name, fits: compileMatcher(matcher) }));
  return (labels) => compiled.every(({ name, fits }) => fits(labels.get(name)));
}
