// Samples as a page of OpenMetrics with timestamps, which `promtool tsdb create-blocks-from openmetrics` reads.
import { isStaleAt, METRIC_NAME, type Labels, type SeriesSamples } from '../model/samples.ts';
import { formatSampleValue } from '../promql/index.ts';

/**
 * The page, in pieces. OpenMetrics has no stale markers: they are left out, and the series ends when its last sample is
 * too old.
 */
export function* formatOpenMetrics(series: readonly SeriesSamples[]): Generator<string> {
  for (const { labels, timestamps, values } of series) {
    const text = formatLabels(labels);
    let piece = '';
    for (let i = 0; i < timestamps.length; i++) {
      if (isStaleAt(values, i)) continue;
      piece += `${text} ${formatSampleValue(values[i] ?? NaN)} ${formatTime(timestamps[i] ?? 0)}\n`;
    }
    yield piece;
  }
  yield '# EOF\n';
}

/** In seconds. Prometheus multiplies by 1,000 and cuts off: half a millisecond more keeps the rounding away. */
function formatTime(timeMs: number): string {
  return `${Math.floor(timeMs / 1000)}.${String(timeMs % 1000).padStart(3, '0')}5`;
}

function formatLabels(labels: Labels): string {
  const pairs = [...labels.entries()]
    .filter(([name]) => name !== METRIC_NAME)
    .map(([name, value]) => `${name}="${escape(value)}"`);
  return `${labels.get(METRIC_NAME)}{${pairs.join(',')}}`;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
