// What is found about a query that cannot be read, or that has no rows to compare.
import type { QueryFails, SyntaxSlip } from '../../../../checks/kinds/query-worlds/facts.ts';
import type { FailEntries } from '../../../contract/entries.ts';
import { liveText } from './rows.ts';
import { seen } from './seen.ts';

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

export const noResult = {
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
} satisfies Partial<FailEntries<QueryFails>>;
