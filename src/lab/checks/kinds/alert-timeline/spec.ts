// The keys of a check of the kind alert-timeline in a step's front matter.
import * as v from 'valibot';
import { durationMs } from '../../../../durations.ts';
import type { AuthorMoment, SpecPath } from '../../contract/author-data.ts';
import { defineSpec, type SpecFault } from '../../contract/definition.ts';
import { describe, id, innerPath, labelName, sentence, span } from '../../../model/schema/fields.ts';
import { verdicts } from './facts.ts';

const labelValues = v.record(labelName, v.union([v.string(), v.array(v.string())]));

const incident = v.strictObject({
  id,
  about: describe(
    sentence,
    'What happens, without a period: ends the sentence "The alert must fire when …".',
  ),
  from: describe(span, 'When it begins, from the start of the timeline.'),
  to: describe(span, 'When it is over.'),
  labels: v.optional(
    describe(labelValues, 'An alert covers the incident only with these labels; one value or several.'),
  ),
  urgency: v.optional(
    describe(
      v.picklist(['page', 'ticket']),
      'With `pages`: a page must fire, or a ticket and no page. Default page.',
    ),
  ),
  fires: v.optional(
    describe(
      v.strictObject({
        after: v.optional(describe(span, 'It must not fire earlier. Default 0s.')),
        within: describe(span, 'It must have fired by then.'),
      }),
      'When an alert must fire, from the beginning of the incident. Without it, alerts may fire but need not.',
    ),
  ),
  resolves: v.optional(
    describe(
      v.strictObject({
        within: describe(span, 'How long after the end an alert may still fire. Default 10m.'),
        tickets: v.optional(describe(span, 'The same for alerts that are no pages. Default as for pages.')),
      }),
      'When alerts must be over, from the end of the incident.',
    ),
  ),
});

const blip = v.strictObject({
  id,
  about: describe(sentence, 'What happens and must not alert, without a period: "one scrape fails".'),
  from: span,
  to: v.optional(describe(span, 'Default: 5m later, which is how long a page is ascribed to it.')),
});

const budget = v.strictObject({
  objective: describe(
    v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    'The share that must succeed: 0.999.',
  ),
  days: describe(v.pipe(v.number(), v.minValue(1)), 'The period of the objective.'),
  errors: describe(v.string(), 'A query for the number of failures so far, such as a sum of counters.'),
  all: describe(v.string(), 'A query for the number of all requests so far.'),
});

const timeline = v.strictObject({
  name: id,
  about: describe(sentence, 'What the timeline shows, without a period: ends the sentence "Here …".'),
  load: describe(v.string(), "The series, in promqltest's notation with `=`, `~` and `night`."),
  step: v.optional(
    describe(span, 'Groups with a shorter interval are evaluated this often. Default: all as they say.'),
  ),
  incidents: v.optional(v.array(incident)),
  blips: v.optional(
    describe(v.array(blip), 'What must not alert; only names the mistake if an alert fires all the same.'),
  ),
  budget: v.optional(budget),
});

const schema = v.strictObject({
  kind: v.literal('alert-timeline'),
  file: describe(
    innerPath,
    'The rule file that the step is about. All rules that the configuration loads count.',
  ),
  config: v.optional(describe(innerPath, 'Default prometheus.yml.')),
  labels: v.optional(describe(v.array(labelName), 'Labels that each alert of an incident must have.')),
  annotations: v.optional(describe(v.array(labelName), 'Annotations that each of them must have.')),
  pages: v.optional(
    describe(
      labelValues,
      'Labels that make an alert a page, one value or several: `severity: [page, critical]`. Default: each alert is one.',
    ),
  ),
  timelines: v.pipe(v.array(timeline), v.minLength(1)),
});

export type AlertTimelineSpec = v.InferOutput<typeof schema>;
export type TimelineSpec = v.InferOutput<typeof timeline>;
export type IncidentSpec = v.InferOutput<typeof incident>;
export type BudgetSpec = v.InferOutput<typeof budget>;
export type LabelValues = v.InferOutput<typeof labelValues>;

export const alertTimeline = defineSpec({
  schema,
  verdicts,
  passesWhen:
    'the alerts of the rules that the configuration loads fire and resolve in time in each of `incidents` of the hidden `timelines`, and at no other time',
  needs: () => ['prometheus'],
  files: ({ file, config }) => [file, config ?? 'prometheus.yml'],
  holds: 'rules',
  faults: ({ timelines }) => timelines.flatMap(faultsOf),
  data: ({ timelines }) => ({
    loads: timelines.map(({ name, load, incidents, blips }, index) => ({
      path: ['timelines', index, 'load'],
      name,
      load,
      moments: [
        ...momentsOf(['timelines', index, 'incidents'], incidents),
        ...momentsOf(['timelines', index, 'blips'], blips),
      ],
    })),
    queries: timelines.flatMap((one, of) =>
      (['errors', 'all'] as const).flatMap((key) => {
        const asked = one.budget?.[key];
        return asked === undefined ? [] : [{ path: ['timelines', of, 'budget', key], query: asked, of }];
      }),
    ),
  }),
});

/** When each of them begins. */
const momentsOf = (
  path: SpecPath,
  list: readonly { readonly from: string }[] = [],
): readonly AuthorMoment[] => list.map(({ from }, index) => ({ path: [...path, index, 'from'], span: from }));

function faultsOf({ incidents = [] }: TimelineSpec, index: number): SpecFault[] {
  const ids = incidents.map((one) => one.id);
  return incidents.flatMap(({ id: own, from, to }, at): SpecFault[] => {
    const path = ['timelines', index, 'incidents', at];
    const isTaken = ids.indexOf(own) < at;
    const isEmpty = (durationMs(to) ?? 0) <= (durationMs(from) ?? 0);
    return [
      ...(isTaken
        ? [{ path: [...path, 'id'], fact: { kind: 'duplicate-id/incident' as const, id: own } }]
        : []),
      ...(isEmpty ? [{ path: [...path, 'to'], fact: { kind: 'empty-span' as const } }] : []),
    ];
  });
}
