// What is found wrong with the rows of a query: their labels, their number and their values.
import type { QueryFails } from '../../../../checks/kinds/query-worlds/facts.ts';
import type { FailEntries } from '../../../contract/entries.ts';
import { oneOf } from '../../grammar/phrases.ts';
import { seen } from './seen.ts';

/** What a constant factor may mean. */
function factorText(factor: number): string {
  if (factor === 100) return 'a percentage instead of a share';
  if (factor === 0.01) return 'a share instead of a percentage';
  if (factor === 1_000) return 'milliseconds instead of seconds, or another unit';
  if (factor === 60) return 'per minute instead of per second';
  if (factor === 3_600) return 'per hour instead of per second';
  if (factor > 60 && factor % 60 === 0) return `per ${factor / 60} minutes instead of per second`;
  const inverse = Math.round(1 / factor);
  if (inverse === 3_600) return 'per second instead of per hour';
  if (inverse === 60) return 'per second instead of per minute';
  return 'another unit';
}

const timesText = (factor: number): string =>
  factor >= 1 ? `${factor} times` : `1/${Number((1 / factor).toPrecision(4))} of`;

export const results = {
  'labels-lost': (one) =>
    seen(
      one,
      `The rows lack the label ${oneOf(one.by)}`,
      'Keep that label in each aggregation and in each operation between series.',
    ),
  'fallback-without-labels': (one) =>
    seen(
      one,
      '`or vector(…)` adds one row without labels instead of the rows that are missing',
      'Take the rows for the other side of `or` from series that exist, and multiply them by 0.',
    ),
  'average-of-ratios': (one) =>
    seen(
      one,
      `\`${one.op}\` of ratios gives a quiet instance as much weight as a busy one`,
      'Divide one sum by the other, as the last thing.',
    ),
  'labels-do-not-match': (one) =>
    seen(
      one,
      `Both sides of \`${one.op}\` have rows, but no two of them have the same labels`,
      'Aggregate both sides to the same labels, or name those that count with `on` or `ignoring`.',
    ),
  'labels-do-not-match/each-series': (one) =>
    seen(
      one,
      `\`${one.op}\` pairs rows that have all labels in common, so a series meets only itself`,
      'Add up both sides to the labels that you ask for before you divide.',
    ),
  'labels-do-not-match/ambiguous': (one) => ({
    ...seen(
      one,
      'A row on one side of an operator matches several on the other',
      'Name the labels that rows have in common, and with `group_left` or `group_right` the side that has more of them.',
    ),
    observed: one.said,
  }),
  'group-split': (one) =>
    seen(
      one,
      one.others.length === 0
        ? 'There are several rows where there must be one'
        : `The label ${oneOf(one.others)} makes several rows where there must be one`,
      one.by.length === 0
        ? 'Aggregate everything to one number.'
        : `Aggregate to one row for each ${oneOf(one.by)}.`,
    ),
  'not-a-number': (one) =>
    seen(
      one,
      'A row has a value that is no finite number, as after a division by 0',
      'Leave out the rows whose divisor is 0, for example with `> 0`, or give them a value.',
    ),
  'wrong-selector': (one) =>
    seen(
      one,
      `\`${one.selector}\` does not select the series that the question is about`,
      'Compare the matchers in the braces with the question: which series belong to it?',
    ),
  'wrong-selector/empty': (one) =>
    seen(
      one,
      `\`${one.selector}\` selects no series at all`,
      /\binstance\s*=/.test(one.selector)
        ? 'Leave out the name of the instance: the query is for each shop, and its instances have other names.'
        : 'Look up how the label is written: run the metric without braces, and compare.',
    ),
  'wrong-metric': (one) =>
    seen(
      one,
      `The query reads ${one.metric}, which does not have the answer`,
      'Read again which metric the step is about.',
    ),
  'wrong-aggregation': (one) =>
    seen(
      one,
      `\`${one.op}\` answers another question`,
      'Think of two instances with the same traffic: what must happen to their values?',
    ),
  'wrong-unit': (one) =>
    seen(
      one,
      `The values are always ${timesText(one.factor)} the correct ones, which may be ${factorText(one.factor)}`,
      'Compare the unit of your result with the one that is asked for.',
    ),
  'wrong-operator': (one) =>
    seen(one, `\`${one.op}\` changes the values`, 'Think about what the operation does to a value of 1.'),
  'group-missing': (one) =>
    seen(
      one,
      'A row is missing',
      'Find the part of your query that has no row there, and say what it should be instead.',
    ),
  'group-extra': (one) =>
    seen(one, 'There is a row too many', 'Find the part of your query that makes this row.'),
  'values-differ': (one) =>
    seen(
      one,
      'The values differ',
      'Evaluate the parts of your query one by one on the numbers of the example.',
    ),
} satisfies Partial<FailEntries<QueryFails>>;
