// Rows of answers and pieces of timelines as text.
import type {
  Example,
  LiveResult,
  RestartResult,
  ShownRow,
} from '../../../../checks/kinds/query-worlds/facts.ts';
import { seriesText } from '../../../contract/format.ts';
import { counted, duration } from '../../grammar/phrases.ts';

const NOTHING = 'no such row';
const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** `{path="/cart"} 3.895`, one line for each value. */
export function rowText({ labels, values }: ShownRow): string {
  const name = labelsText(labels);
  const before = name === '' ? '' : `${name} `;
  return values.length === 0 ? `${before}${NOTHING}` : values.map((value) => `${before}${value}`).join('\n');
}

/** A label set as Prometheus shows it; nothing where it has no labels. */
export function labelsText(labels: ShownRow['labels']): string {
  const { __name__: metric = '', ...others } = labels;
  const present = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== ''));
  return seriesText(metric, present);
}

const rowsText = (rows: readonly ShownRow[]): string =>
  rows.length === 0 ? NOTHING : rows.map((row) => rowText(row).replaceAll('\n', ', ')).join('; ');

/** The plot of one series. */
const plotText = (plot: readonly (number | null)[]): string =>
  plot
    .map((height) => (height === null ? ' ' : (BARS[Math.round(height * (BARS.length - 1))] ?? ' ')))
    .join('');

const step = (ms: number): string => (ms % 60_000 === 0 && ms > 0 ? `${ms / 60_000} min` : `${ms / 1_000} s`);

/** The smallest timeline: each series with a plot and numbers, then both answers. */
export function exampleText({ series, others, stepMs, expected, observed }: Example): string {
  return [
    ...series.flatMap(({ labels, samples, plot }) => [
      labelsText(labels),
      `  ${plotText(plot)}`,
      `  ${samples.join(' ')}`,
    ]),
    ...(others > 0 ? [`and ${counted(others, 'more series', 'more series')}`] : []),
    ...(stepMs > 0 ? [`a sample every ${step(stepMs)}, the last one now`] : []),
    `your query: ${rowsText(observed)}`,
    `correct:    ${rowsText(expected)}`,
  ].join('\n');
}

/** What the live Prometheus says. */
export function liveText(live: LiveResult): string {
  if (live.kind === 'no-prometheus') return 'no Prometheus runs that could be asked';
  if (live.kind === 'error') return `Prometheus reports ${live.said}`;
  if (live.count === 0) return 'no data yet';
  const rows = live.rows.map((row) => rowText(row).replaceAll('\n', ' '));
  const more = live.count - live.rows.length;
  return [...rows, ...(more > 0 ? [`and ${counted(more, 'more row')}`] : [])].join('\n');
}

/** What a restart of the app has done to the query, and to one that it breaks. */
export function restartText(restart: RestartResult): string {
  if (restart.kind === 'no-restart')
    return 'Restart the app and check the query again: then you see here what that does to the result.';
  if (restart.kind === 'not-scraped-yet')
    return 'Your app has just been restarted. Check the query again in ten seconds to see what that does to the result.';
  if (restart.kind === 'nothing-before')
    return 'Your app had counted nothing when it was restarted. Send traffic, wait ten seconds, restart the app and check the query again: then you see here what that does to the result.';
  const { agoMs, broken, before, now } = restart;
  const own = 'your query';
  const columns = Math.max(own.length, broken.length);
  const values = (name: string, from = 'nothing', to = 'nothing'): string =>
    `  ${name.padEnd(columns)}  ${from}, now ${to}`;
  return [
    `Your app was restarted ${duration(Math.round(agoMs / 1_000) * 1_000)} ago. Just before that, and now:`,
    values(own, before.own, now.own),
    values(broken, before.broken, now.broken),
  ].join('\n');
}
