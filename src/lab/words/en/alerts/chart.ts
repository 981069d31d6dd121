// What happened in a timeline, as lines of text without color: each incident, and a chart no wider than 44 columns.
import type {
  IncidentReport,
  Span,
  TimelineChart,
  TimelineReport,
} from '../../../checks/kinds/alert-timeline/facts.ts';
import { formatDuration } from '../../../../durations.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import { counted } from '../grammar/phrases.ts';

const NAME_COLUMNS = 13;
const BAR_COLUMNS = 30;
const MARKS = { incident: '=', pending: '.', firing: '#' };

/** `12m30s`; long ones without their smaller units, `2d3h`. */
export function moment(ms: number): string {
  const unit = ms >= 86_400_000 ? 3_600_000 : ms >= 3_600_000 ? 60_000 : 1_000;
  return formatDuration(Math.round(ms / unit) * unit);
}

/** A share of the budget: `0.1 %`, `23 %`. */
export const share = (part: number): string =>
  `${part >= 0.1 ? Math.round(part * 100) : Number((part * 100).toPrecision(1))} %`;

/** The incidents and the chart, one below the other. */
export function timelineText({ incidents, falsePages, flaps, chart }: TimelineReport): string {
  return [
    ...incidents.map(incidentText),
    ...(falsePages === 0 ? [] : [counted(falsePages, 'false page')]),
    ...(flaps === 0 ? [] : [`an alert came back ${counted(flaps, 'time')} in one incident`]),
    ...chartLines(chart),
  ].join('\n');
}

/** `the job is gone: fired after 5m (asked: within 8m), 2 % of the budget spent` */
export function incidentText({ about, firedAfterMs, withinMs, budget }: IncidentReport): string {
  const fired = firedAfterMs === undefined ? 'never fired' : `fired after ${moment(firedAfterMs)}`;
  const asked = withinMs === undefined ? 'nothing asked' : `asked: within ${moment(withinMs)}`;
  const spent = budget === undefined || firedAfterMs === undefined ? '' : `, ${share(budget)} of the budget`;
  return `${shortened(about, 60)}: ${fired} (${asked})${spent}`;
}

function chartLines(chart: TimelineChart): readonly string[] {
  const { fromMs, toMs, incidents, alerts } = chart;
  const begin = moment(fromMs);
  const end = moment(toMs);
  const gap = ' '.repeat(Math.max(1, BAR_COLUMNS - begin.length - end.length));
  const bar = (layers: readonly (readonly [mark: string, spans: readonly Span[]])[]): string =>
    Array.from({ length: BAR_COLUMNS }, (_, index) => {
      const width = (toMs - fromMs) / BAR_COLUMNS;
      const cell = { fromMs: fromMs + index * width, toMs: fromMs + (index + 1) * width };
      const top = layers.findLast(([, spans]) =>
        spans.some((span) => span.fromMs < cell.toMs && span.toMs >= cell.fromMs),
      );
      return top?.[0] ?? ' ';
    })
      .join('')
      .trimEnd();
  return [
    `${' '.repeat(NAME_COLUMNS)}${begin}${gap}${end}`,
    row('incidents', bar([[MARKS.incident, incidents]])),
    ...alerts.map(({ alert, pending, firing }) =>
      row(
        alert,
        bar([
          [MARKS.pending, pending],
          [MARKS.firing, firing],
        ]),
      ),
    ),
    `(${MARKS.incident} incident, ${MARKS.pending} pending, ${MARKS.firing} firing)`,
  ];
}

const row = (name: string, bar: string): string =>
  `${shortened(name, NAME_COLUMNS - 1).padEnd(NAME_COLUMNS)}${bar}`.trimEnd();
