// Label sets in order and as text, as Prometheus sorts and prints them.
import { METRIC_NAME, type Labels } from '../../model/samples.ts';
import { quote } from './strings.ts';

const LABEL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Order by names and values, label by label; of two where one begins the other, the shorter comes first. */
export function compareLabels(a: Labels, b: Labels): number {
  const length = Math.min(a.flat.length, b.flat.length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.flat[i] ?? '', b.flat[i] ?? ''];
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.flat.length - b.flat.length;
}

/** `{__name__="up", job="shop"}`: the form in error messages. */
export function formatLabels(labels: Labels): string {
  const pairs = Array.from(
    labels.entries(),
    ([name, value]) => `${LABEL_NAME.test(name) ? name : quote(name)}=${quote(value)}`,
  );
  return `{${pairs.join(', ')}}`;
}

/** The name of a metric, or '' if it has none. */
export function metricNameOf(labels: Labels): string {
  return labels.get(METRIC_NAME);
}
