// What is found wrong with a learner's query.
import type { QueryFails, Seen, SyntaxSlip } from '../../../checks/kinds/query-worlds/facts.ts';
import type { FailEntries, FailWords } from '../../contract/entries.ts';
import { listed, oneOf } from '../grammar/phrases.ts';
import { exampleText, liveText, rowText } from './query-rows.ts';

/** A mistake that was seen in a world: what it is, and what to look at. */
function seen(one: Seen, mistake: string, hint: string): FailWords {
  const { expected, observed, range, example, live } = one;
  return {
    message: `${mistake}: here ${one.about}, ${comparison(one)}.`,
    expected: range === undefined ? rowText(expected) : rangeText(range),
    observed: rowText(observed),
    example: example === undefined ? undefined : exampleText(example),
    live: liveText(live),
    hint,
  };
}

const valueOf = ({ values }: Seen['expected']): string => (values.length === 0 ? 'nothing' : listed(values));

function comparison({ expected, observed, range }: Seen): string {
  const labels = Object.values(expected.labels).filter((value) => value !== '');
  const about = labels.length === 0 ? '' : ` for ${labels.join(', ')}`;
  const right = range === undefined ? valueOf(expected) : rangeText(range);
  return `and your query says ${valueOf(observed)}${about} instead of ${right}`;
}

const rangeText = ({ min, max }: NonNullable<Seen['range']>): string => `a value from ${min} to ${max}`;

const minutes = (ms: number): string =>
  ms % 3_600_000 === 0
    ? `${ms / 3_600_000}h`
    : ms % 60_000 === 0
      ? `${ms / 60_000}m`
      : ms % 1_000 === 0
        ? `${ms / 1_000}s`
        : `${ms}ms`;

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

const slipHint = (slip: SyntaxSlip): string => {
  if (typeof slip === 'object')
    return 'similar' in slip
      ? `Write \`${slip.similar}\` instead of \`${slip.name}\`.`
      : `Choose a function that Prometheus has: \`${slip.unknown}\` is none.`;
  return SLIPS[slip];
};

const SLIPS: Readonly<Record<Extract<SyntaxSlip, string>, string>> = {
  'sum-in-range':
    'Put the window directly after the name of the metric, inside the innermost brackets. A colon in it would make the error go away, but the rate of a sum takes the restart of one instance for one of all.',
  'no-range': 'Give the function a window of time: `rate(parcels_total[5m])`.',
  'range-as-argument': 'Write the window in square brackets after the selector: `rate(parcels_total[5m])`.',
  'missing-bracket':
    'Count the brackets: one that is opened is not closed, or another one is closed instead.',
  'extra-bracket': 'Count the brackets: one is closed that was never opened.',
  'typographic-quotes': 'Replace the curved quotes, as a word processor makes them, by straight ones: `"`.',
  'missing-quotes': 'Put the value of a label in quotes: `{depot="south"}`.',
  'copied-result': 'Remove the value at the end: it was copied from a result and is no part of a query.',
  'copied-prompt': 'Remove what is before the query: it belongs to the place that the query was copied from.',
  'missing-comma': 'Separate matchers by commas: `{depot="south",size="small"}`.',
  'by-without-aggregation':
    'Put `by` directly after an aggregation: `sum by (depot) (parcels_in_stock)`. Other functions have none.',
  'double-equals': 'Compare a label with a single `=`: `{depot="south"}`.',
};

const WHY_HEAVY = {
  time: 'it needs more time than a query may take',
  work: 'it needs more work than a query may do',
  memory: 'it needs more memory than a query may take',
};

const HOW_TO_WRITE = 'Write one query into the file; lines that begin with `#` are comments.';

export const queries = {
  'query-empty': ({ file, isMissing }) => ({
    message: isMissing ? `There is no file ${file} yet.` : `The file ${file} contains no query yet.`,
    hint: isMissing ? `Create the file and write your query into it.` : HOW_TO_WRITE,
  }),
  'query-syntax': ({ file, said, place, slip }) => ({
    message:
      place === undefined
        ? `Prometheus cannot read the query in ${file}.`
        : `Prometheus cannot read the query in line ${place.line} of ${file}.`,
    observed:
      place === undefined ? said : `${place.text}\n${' '.repeat(Math.max(0, place.column - 1))}^\n${said}`,
    hint:
      slip === undefined
        ? 'Read the message of Prometheus from its end, and look at what is before the caret.'
        : slipHint(slip),
  }),
  'query-too-heavy': (one) => ({
    message: `The query is too heavy: here ${one.about}, and ${WHY_HEAVY[one.why]}.`,
    live: liveText(one.live),
    hint: 'Ask for less: shorter ranges, larger steps in subqueries, simpler patterns.',
  }),
  'query-too-heavy/unread': ({ file }) => ({
    message: `The query in ${file} is far longer than any query needs to be.`,
    hint: 'Write a short query: a few lines are enough.',
  }),
  'range-vector': (one) =>
    seen(
      one,
      'The result has several samples for each row',
      'Use a function that makes one value of a window, such as `rate`.',
    ),
  'string-result': (one) => seen(one, 'The result is a text', 'Remove the quotes around the query.'),
  'evaluation-failed': (one) => ({
    ...seen(
      one,
      'Prometheus cannot evaluate the query',
      'Read what Prometheus reports, and correct that part.',
    ),
    observed: one.said,
  }),
  'raw-counter': (one) =>
    seen(
      one,
      `The query uses values of the counter ${one.metric} as they are`,
      'Use a function that looks at how much each series grew within a window, and that knows restarts.',
    ),
  'rate-after-sum': (one) =>
    seen(
      one,
      `\`${one.func}\` looks at a sum, where the restart of one instance looks like one of all`,
      `Put \`${one.func}\` around each series first, and add up what it returns.`,
    ),
  'instant-rate': (one) =>
    seen(
      one,
      `\`${one.func}\` uses only the last two samples of the window`,
      'Use a function that averages over the whole window.',
    ),
  'gauge-function': (one) =>
    seen(
      one,
      `\`${one.func}\` is for gauges, and takes a restart of the counter ${one.metric} for a fall`,
      'Use a function for counters, which continues from 0 after a restart.',
    ),
  'rate-of-gauge': (one) =>
    seen(
      one,
      `\`${one.func}\` is for counters, and takes each fall of the gauge ${one.metric} for a restart`,
      'Use a function that looks at the values of a gauge over time.',
    ),
  'quantile-of-quantiles': (one) =>
    seen(
      one,
      `\`${one.op}\` of quantiles is no quantile of all requests`,
      'Add up the buckets of all instances first, and calculate the quantile once.',
    ),
  'not-a-histogram': (one) =>
    seen(
      one,
      'The quantile is not calculated from the buckets of a histogram',
      'Use `histogram_quantile` with the rates of the series that end in `_bucket`.',
    ),
  'le-lost': (one) =>
    seen(
      one,
      'The aggregation loses the label `le`, which says where each bucket ends',
      'Keep `le` beside the labels that you ask for, up to `histogram_quantile`.',
    ),
  'no-rate-in-quantile': (one) =>
    seen(
      one,
      'The quantile is that of all requests since the start',
      'Take the rate of the buckets, so that only the last minutes count.',
    ),
  'wrong-quantile': (one) =>
    seen(
      one,
      `The query calculates the quantile ${one.found}`,
      'Write the share of requests that are faster, as a number from 0 to 1.',
    ),
  'buckets-summed': (one) =>
    seen(
      one,
      `The query adds up the buckets of ${one.metric}, each of which contains all smaller ones`,
      'Choose one bucket by its `le`, or use the series that ends in `_count`.',
    ),
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
  'shifted-in-time': (one) =>
    seen(
      one,
      'The query looks at another moment than now',
      'Leave out `offset` and `@`: the window before the question is what counts.',
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
  'window-too-short': (one) =>
    seen(
      one,
      `A window of ${minutes(one.windowMs)} has fewer than two samples where they are ${minutes(one.gapMs)} apart`,
      'Take a window of at least four scrape intervals.',
    ),
  'wrong-window': (one) =>
    seen(
      one,
      `The window of ${minutes(one.windowMs)} is not the one that is asked for`,
      'Compare the length of the window with the question.',
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
} satisfies FailEntries<QueryFails>;
