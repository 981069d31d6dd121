// The answer to an instant query as a table.
import { element, seriesLabel } from './dom.js';

/** More rows than this help nobody; the rest is counted. */
const MAX_ROWS = 500;
const MAX_VALUES = 100;

/** A table of series and values, or the one value of a scalar or a string. */
export function resultTable(type, result) {
  if (type === 'scalar' || type === 'string')
    return table(`A ${type}`, ['Value'], [[element('span', {}, result[1])]]);
  if (result.length === 0)
    return element(
      'p',
      {},
      'No series. The expression is valid, and nothing with that name and these labels has a value now.',
    );
  const rows = result
    .slice(0, MAX_ROWS)
    .map((one) => [seriesLabel(one.metric), type === 'vector' ? one.value[1] : valueList(one.values)]);
  const parts = [table('Result', ['Series', type === 'vector' ? 'Value' : 'Values'], rows)];
  if (result.length > MAX_ROWS)
    parts.push(element('p', { class: 'muted' }, `${result.length - MAX_ROWS} more series are not shown.`));
  return element('div', {}, parts);
}

function valueList(values) {
  const shown = values.slice(-MAX_VALUES).map(([time, value]) => element('li', {}, `${value} @${time}`));
  if (values.length > MAX_VALUES)
    shown.unshift(element('li', {}, `${values.length - MAX_VALUES} older ones are not shown`));
  return element('ul', { class: 'values' }, shown);
}

function table(caption, heads, rows) {
  const isNumber = (index) => index === heads.length - 1;
  return element(
    'table',
    { 'aria-label': caption },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        heads.map((head, index) =>
          element('th', { scope: 'col', class: isNumber(index) ? 'number' : '' }, head),
        ),
      ),
    ),
    element(
      'tbody',
      {},
      rows.map((cells) =>
        element(
          'tr',
          {},
          cells.map((cell, index) => element('td', { class: isNumber(index) ? 'number' : '' }, cell)),
        ),
      ),
    ),
  );
}
