// What is found about alerts over a hidden timeline.
import type { FileLine } from '../../../checks/facts/prometheus/places.ts';
import type { AlertTimelineFails, TimelineReport } from '../../../checks/kinds/alert-timeline/facts.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import type { FailEntries, FailWords } from '../../contract/entries.ts';
import { listed, oneOf, counted } from '../grammar/phrases.ts';
import { where, written } from '../prometheus/places.ts';
import { moment, timelineText } from './chart.ts';

/** What is wrong in a timeline, with what happened there. */
const found = ({ report }: { readonly report: TimelineReport }, what: string, hint: string): FailWords => ({
  message: `Here ${report.here}: ${what}.`,
  observed: timelineText(report),
  hint,
});

const named = ({ rule, at }: { readonly rule: string; readonly at: FileLine }): string =>
  `${written(rule)} (${where(at)})`;

type Missing = Pick<AlertTimelineFails['alert-missing'], 'alerts' | 'isTicket' | 'metrics' | 'slip'>;

function missingHint({ isTicket, metrics, alerts, slip }: Missing): string {
  if (slip !== undefined)
    return `${named(slip)} reads \`${written(slip.name)}\`, which does not exist. Write \`${slip.meant}\` instead.`;
  const reads = `that reads ${oneOf(metrics.map((name) => `\`${name}\``))}, itself or through recording rules`;
  if (alerts.length === 0)
    return `Add a rule with \`alert\` and \`expr\` ${reads}. Which file it is in does not matter, as long as prometheus.yml loads it.`;
  return isTicket
    ? `Your alerts are all for something else. Add one ${reads}, and that is no page by its labels.`
    : `Your alerts are all for something else. Add one ${reads}.`;
}

export const timelines = {
  'alert-missing': ({ incident, withinMs, isTicket, metrics, alerts, slip, report }) => ({
    ...found(
      { report },
      `no alert covers that ${incident}`,
      missingHint({ isTicket, metrics, alerts, slip }),
    ),
    expected: `${isTicket ? 'a ticket' : 'an alert'} on the metric ${oneOf(metrics)} that fires within ${moment(withinMs)}`,
    observed: `${alerts.length === 0 ? 'no alerts' : listed(alerts.map(named))}\n${timelineText(report)}`,
  }),
  'never-fires': ({ incident, ...rest }) =>
    found(
      rest,
      `${named(rest)} never fires when ${incident}`,
      'Enter the expression of the alert in Prometheus and look at what it returns then. An alert fires for each series of the result.',
    ),
  'never-fires/budget': ({ incident, ...rest }) =>
    found(
      rest,
      `${named(rest)} never fires when ${incident}`,
      'Calculate how fast the budget burns in this incident, and compare that with the factors of your rule.',
    ),
  'alert-label-lost': ({ incident, labels, ...rest }) =>
    found(
      rest,
      `${named(rest)} fires when ${incident}, but lacks the label ${listed(labels)}`,
      'The labels of an alert are those of the series that its expression returns. Do not aggregate them away.',
    ),
  'page-is-ticket': ({ incident, wanted, ...rest }) =>
    found(
      rest,
      `${named(rest)} fires when ${incident}, but is no page`,
      `What makes an alert a page is its label ${listed(wanted)}. Look at its value.`,
    ),
  'ticket-is-page': ({ incident, wanted, ...rest }) =>
    found(
      rest,
      `${named(rest)} pages when ${incident}, which can wait until morning`,
      `What makes an alert a page is its label ${listed(wanted)}. A slow burn is a ticket.`,
    ),
  'hold-too-long': ({ incident, holdMs, isEvaluatedRarely, ...rest }) =>
    found(
      rest,
      `${named(rest)} is pending when ${incident}, but never fires, because it waits for ${moment(holdMs)}`,
      isEvaluatedRarely
        ? 'The group is evaluated so rarely that the incident is over first. Look at the interval.'
        : 'The condition has to hold for all of `for` without a break. Shorten it.',
    ),
  'absent-of-everything': ({ incident, ...rest }) =>
    found(
      rest,
      `${named(rest)} never fires when ${incident}`,
      '`absent` returns something only if nothing at all fits its selector. Look at which other series fit yours.',
    ),
  'count-of-nothing': ({ incident, ...rest }) =>
    found(
      rest,
      `${named(rest)} never fires when ${incident}`,
      'An aggregation of no series is not 0, it is nothing. Use a function that returns something when nothing is there.',
    ),
  'one-of-two-down-missed': ({ incident, labels, ...rest }) =>
    found(
      rest,
      `${named(rest)} never fires when ${incident}`,
      `An aggregation over all series hides the one that matters. Compare each one, and keep the label ${listed(labels)}.`,
    ),
  'threshold-on-vanishing-series': ({ incident, ...rest }) =>
    found(
      rest,
      `${named(rest)} never fires when ${incident}`,
      'The series that it compares have disappeared, and nothing is neither above nor below a threshold. Another alert has to notice that.',
    ),
  'one-window': (rest) =>
    found(
      rest,
      `${named(rest)} looks at one window only`,
      'A short window pages for what is soon over, and a long one is late and does not resolve. Require both to be above the threshold.',
    ),
  'or-instead-of-and': (rest) =>
    found(
      rest,
      `${named(rest)} pages as soon as one of its windows is above the threshold`,
      'The long window says that it matters, and the short one that it still happens. Require both at once.',
    ),
  'and-between-pairs': (rest) =>
    found(
      rest,
      `${named(rest)} pages only if all of its windows are above their thresholds`,
      'A fast burn and a slow one are two reasons to page. Either pair of windows has to be enough.',
    ),
  'wrong-factor': (rest) =>
    found(
      rest,
      `the thresholds or the windows of ${named(rest)} do not fit the objective`,
      'A threshold is the burn rate times the share that may fail, and each pair of windows is for incidents of another size. Compare both with the table.',
    ),
  'fires-late': ({ incident, afterMs, withinMs, holdMs, ...rest }) =>
    found(
      rest,
      `${named(rest)} fires ${moment(afterMs)} after the beginning when ${incident}, and it has ${moment(withinMs)}`,
      holdMs === 0
        ? 'A long window rises slowly. Shorten it, or lower the threshold.'
        : 'Part of that is `for`, and part of it is the window that has to fill first. Shorten one of them.',
    ),
  'interval-too-long/alert': ({ incident, intervalMs, withinMs, ...rest }) =>
    found(
      rest,
      `${named(rest)} fires too late when ${incident}, because it is evaluated only every ${moment(intervalMs)}`,
      `An alert needs two evaluations if it has a \`for\`, and has ${moment(withinMs)} here. Set a shorter interval or evaluation_interval.`,
    ),
  'fires-too-early': ({ incident, afterMs, notBeforeMs, ...rest }) =>
    found(
      rest,
      `${named(rest)} fires after only ${moment(afterMs)} when ${incident}`,
      `Something that is soon over would have paged as well. An alert should come after ${moment(notBeforeMs)} at the earliest.`,
    ),
  'resolves-early': ({ incident, fromMs, incidentEndsMs, ...rest }) =>
    found(
      rest,
      `${named(rest)} is over at ${moment(fromMs)} although ${incident} until ${moment(incidentEndsMs)}`,
      'Look at what the expression returns at that moment. `keep_firing_for` bridges short gaps.',
    ),
  'resolves-early/vanished': ({ incident, fromMs, incidentEndsMs, ...rest }) =>
    found(
      rest,
      `${named(rest)} is over at ${moment(fromMs)} although ${incident} until ${moment(incidentEndsMs)}`,
      'The series that it compares have disappeared by then, and nothing is not above a threshold. Another alert has to notice that.',
    ),
  flaps: ({ incident, times, keepsFiring, ...rest }) =>
    found(
      rest,
      `${named(rest)} fires ${counted(times, 'time')} when ${incident}`,
      keepsFiring
        ? 'Each of them is another notification. Use a longer window, or a longer `keep_firing_for`.'
        : 'Each of them is another notification. Use a longer window, or let the alert fire on for a while with `keep_firing_for`.',
    ),
  'never-resolves': ({ incident, ...rest }) =>
    found(
      rest,
      `${named(rest)} still fires at the end, long after it is over that ${incident}`,
      'Does the expression compare something that falls again? A counter since its start never does.',
    ),
  'resolves-late': ({ incident, afterMs, withinMs, ...rest }) =>
    found(
      rest,
      `${named(rest)} fires for ${moment(afterMs)} more after it is over that ${incident}, and it has ${moment(withinMs)}`,
      'The longest window and `keep_firing_for` decide when an alert resolves. Shorten one of them, or combine a long window with a short one.',
    ),
  'always-fires': (rest) =>
    found(
      rest,
      `${named(rest)} fires all the time`,
      'An alert fires for each series that its expression returns, whatever the value. Compare the value with a threshold.',
    ),
  'bool-does-not-filter': (rest) =>
    found(
      rest,
      `${named(rest)} fires all the time`,
      'With `bool`, a comparison returns 0 or 1 for each series, and an alert fires for both. Without it, only the series remain for which it is true.',
    ),
  'value-in-label': ({ label, ...rest }) =>
    found(
      rest,
      `${named(rest)} has another label ${label} at each evaluation, so each one is a new alert`,
      'Labels say which alert it is. Put what changes into an annotation.',
    ),
  'false-page': ({ atMs, others, ...rest }) =>
    found(
      rest,
      `${named(rest)} fires at ${moment(atMs)} although nothing is wrong${others === 0 ? '' : `, and so on (${others} more)`}`,
      'Look at what the expression returns there, and at what should not count.',
    ),
  'blip-pages': ({ blip, holdMs, ...rest }) =>
    found(
      rest,
      `${named(rest)} fires because ${blip}`,
      holdMs === 0
        ? 'This is over before a person could look. Let the condition hold for a while, or use a longer window.'
        : `This is over before a person could look, and \`for: ${moment(holdMs)}\` does not bridge it. Use a longer \`for\` or another window.`,
    ),
  'no-for': ({ blip, ...rest }) =>
    found(
      rest,
      `${named(rest)} fires because ${blip}`,
      'Without `for`, one evaluation is enough to fire. Say how long the condition has to hold.',
    ),
  'for-shorter-than-two-evaluations': ({ blip, holdMs, intervalMs, ...rest }) =>
    found(
      rest,
      `${named(rest)} fires because ${blip}`,
      `It is evaluated every ${moment(intervalMs)}, so with \`for: ${moment(holdMs)}\` one more evaluation is enough. Let it hold for several.`,
    ),
  'severity-missing': ({ incident, label, ...rest }) =>
    found(
      rest,
      `${named(rest)} fires when ${incident}, but has no label ${label}`,
      `Add it under \`labels\` of the rule. Alertmanager uses it to decide who is told.`,
    ),
  'annotation-missing': ({ incident, annotation, ...rest }) =>
    found(
      rest,
      `${named(rest)} fires when ${incident}, but has no annotation ${annotation}`,
      'Add it under `annotations` of the rule: a sentence for the person who is woken up.',
    ),
  'annotation-broken': ({ incident, annotation, said, ...rest }) =>
    found(
      rest,
      `the annotation ${annotation} of ${named(rest)} cannot be filled in when ${incident}`,
      `Prometheus says: ${shortened(said).replace(/\.$/, '')}.`,
    ),
} satisfies FailEntries<AlertTimelineFails>;
