// A mistake of a query, with the rows that show it.
import type { Seen } from '../../../../checks/kinds/query-worlds/facts.ts';
import type { FailWords } from '../../../contract/entries.ts';
import { listed } from '../../grammar/phrases.ts';
import { exampleText, liveText, rowText } from './rows.ts';

/** A mistake that was seen in a world: what it is, and what to look at. */
export function seen(one: Seen, mistake: string, hint: string): FailWords {
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
