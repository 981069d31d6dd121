// The queries that a real Prometheus and the embedded one are both asked. Built as a table: functions times selectors
// times windows, then aggregations, operators, functions of one value, modifiers, and mistakes.

const counters = [
  'shop_requests_total',
  'shop_requests_total{path="cart"}',
  'shop_requests_total{method!="get",path=~"pro.*"}',
];
const gauges = ['shop_temperature', 'shop_temperature{room=~"hall|cellar"}', 'shop_gaps'];
const windows = ['17s', '2m', '9m'];

const ofCounters = ['rate', 'increase', 'irate', 'resets', 'changes', 'count_over_time', 'last_over_time'];
const ofGauges = [
  'delta',
  'idelta',
  'deriv',
  'changes',
  'avg_over_time',
  'min_over_time',
  'max_over_time',
  'sum_over_time',
  'count_over_time',
  'stddev_over_time',
  'stdvar_over_time',
  'last_over_time',
  'present_over_time',
  'absent_over_time',
];

const overWindows = [
  ...each(ofCounters, counters, windows).map(([name, selector, window]) => `${name}(${selector}[${window}])`),
  ...each(ofGauges, gauges, windows).map(([name, selector, window]) => `${name}(${selector}[${window}])`),
  ...each(['0', '0.25', '0.5', '0.9', '1', '-1', '2'], gauges).map(
    ([q, one]) => `quantile_over_time(${q}, ${one}[2m])`,
  ),
  ...each(['-60', '0', '300'], gauges).map(([by, one]) => `predict_linear(${one}[3m], ${by})`),
  ...each(['rate', 'max_over_time', 'avg_over_time'], ['shop_odd']).map(
    ([name, one]) => `${name}(${one}[2m])`,
  ),
];

const groupings = ['', ' by (path)', ' by (method, path)', ' without (path)', ' by (nothing)', ' without ()'];
const aggregations = [
  ...each(['sum', 'avg', 'count', 'min', 'max', 'group', 'stddev', 'stdvar'], groupings).map(
    ([name, grouping]) => `${name}${grouping} (shop_requests_total)`,
  ),
  ...each(['topk', 'bottomk'], ['0', '1', '3', '99'], ['', ' by (method)']).map(
    ([name, k, grouping]) => `${name}${grouping} (${k}, shop_requests_total)`,
  ),
  ...each(['0', '0.3', '0.5', '1', '1.5'], ['', ' by (path)']).map(
    ([q, grouping]) => `quantile${grouping} (${q}, shop_requests_total)`,
  ),
  ...each(['sum', 'avg', 'min', 'max', 'count', 'stddev', 'quantile', 'topk']).map(([name]) =>
    name === 'quantile' || name === 'topk' ? `${name}(1, shop_odd)` : `${name}(shop_odd)`,
  ),
  'count_values("value", shop_level)',
  'count_values by (room) ("value", shop_level)',
  'sum by (path) (rate(shop_requests_total[2m]))',
  'sum(sum by (path) (shop_requests_total)) without (method)',
];

const numbers = ['+', '-', '*', '/', '%', '^'];
const comparisons = ['==', '!=', '<', '<=', '>', '>='];
const operators = [
  ...each(numbers, ['2', '-1.5', '0', 'Inf']).map(([op, n]) => `shop_temperature ${op} ${n}`),
  ...each(numbers, ['10']).map(([op, n]) => `${n} ${op} shop_temperature`),
  ...each(comparisons, ['20', 'bool 20']).map(([op, n]) => `shop_temperature ${op} ${n}`),
  ...each(comparisons).map(([op]) => `20 ${op} shop_temperature`),
  ...each(numbers).map(([op]) => `shop_requests_total ${op} shop_requests_total`),
  ...each(comparisons, ['', 'bool ']).map(
    ([op, bool]) => `shop_requests_total ${op} ${bool}shop_requests_total * 1`,
  ),
  ...each(numbers).map(([op]) => `3 ${op} 2`),
  ...each(comparisons).map(([op]) => `3 ${op} bool 2`),
  ...each(['and', 'or', 'unless']).map(
    ([op]) => `shop_requests_total ${op} shop_requests_total{path="cart"}`,
  ),
  ...each(['and', 'or', 'unless']).map(([op]) => `shop_temperature ${op} on (room) shop_level`),
  ...each(['+', '/']).map(
    ([op]) => `sum by (path) (shop_requests_total) ${op} on (path) group_right shop_requests_total`,
  ),
  'shop_requests_total / ignoring (method) group_left sum without (method) (shop_requests_total)',
  'shop_temperature * on (room) group_left (owner) shop_room_info',
  'shop_temperature * on (room) shop_level',
  'sum(shop_errors_total) / sum(shop_requests_total)',
  // Under a function that drops the name: 2.42 keeps it for atan2, see side-by-side-differences.ts.
  'abs(shop_temperature) atan2 2',
  '-1.5 atan2 abs(shop_temperature)',
  'abs(shop_temperature) atan2 abs(shop_temperature)',
  '3 atan2 -2',
  '-shop_temperature',
  '+shop_temperature',
  '-2 ^ 2',
  '2 ^ 3 ^ 2',
  '1 + 2 * 3 % 2',
  '(1 + 2) * 3',
  'shop_temperature > 10 < 25',
];

const ofOne = [
  ...each(
    ['abs', 'ceil', 'floor', 'exp', 'ln', 'log2', 'log10', 'sqrt', 'sgn', 'round', 'deg', 'rad'],
    ['shop_temperature', 'shop_odd'],
  ).map(([name, one]) => `${name}(${one})`),
  ...each(
    ['sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh'],
    ['shop_temperature / 100'],
  ).map(([name, one]) => `${name}(${one})`),
  ...each(
    ['day_of_month', 'day_of_week', 'day_of_year', 'days_in_month', 'hour', 'minute', 'month', 'year'],
    ['', 'vector(1709210096)', 'shop_temperature * 1e6'],
  ).map(([name, one]) => `${name}(${one})`),
  'round(shop_temperature, 5)',
  'round(shop_temperature, 0.1)',
  'clamp(shop_temperature, 15, 20)',
  'clamp(shop_temperature, 20, 15)',
  'clamp_min(shop_temperature, 15)',
  'clamp_max(shop_temperature, 20)',
  'scalar(shop_temperature)',
  'scalar(shop_temperature{room="hall"})',
  'vector(1)',
  'time()',
  'pi()',
  'timestamp(shop_temperature)',
  'timestamp(shop_temperature offset 1m)',
  'absent(shop_temperature)',
  'absent(nothing{room="hall",x=~"y"})',
  'absent(sum(nothing))',
  'sort(shop_temperature)',
  'sort_desc(shop_temperature)',
  'sort(shop_requests_total)',
  'label_replace(shop_temperature, "short", "$1", "room", "(..).*")',
  'label_replace(shop_temperature, "room", "", "room", "hall")',
  'label_replace(shop_temperature, "new", "${1}-${2}", "room", "(.)(.*)")',
  'label_replace(shop_temperature, "new", "x", "missing", "")',
  'label_join(shop_requests_total, "both", "-", "path", "method")',
  'label_join(shop_requests_total, "both", "", "path", "missing")',
  ...each(['0.1', '0.5', '0.9', '0.99', '1', '0', '-1', '2']).map(
    ([q]) => `histogram_quantile(${q}, rate(shop_latency_seconds_bucket[2m]))`,
  ),
  'histogram_quantile(0.9, sum by (le) (rate(shop_latency_seconds_bucket[2m])))',
  'histogram_quantile(0.9, sum by (le, path) (shop_latency_seconds_bucket))',
  'histogram_quantile(0.5, shop_requests_total)',
  'rate(shop_latency_seconds_sum[2m]) / rate(shop_latency_seconds_count[2m])',
  '"a string"',
  "'it\\'s'",
  '`raw \\n`',
  '0x1F',
  '1e-7',
  '.5',
  '-0',
  'NaN',
  'Inf',
  '-Inf',
  '123456789012345678901234567890',
  '0.0000001234',
];

const modifiers = [
  ...each(['offset 30s', 'offset -30s', 'offset 2m', '@ start()', '@ end()']).map(
    ([one]) => `shop_temperature ${one}`,
  ),
  ...each(['offset 1m', '@ end()']).map(([one]) => `rate(shop_requests_total[2m] ${one})`),
  // Steps of whole ten seconds and windows that end between two samples: no window begins on a moment that is read.
  'avg_over_time(shop_temperature[2m:30s])',
  'max_over_time(rate(shop_requests_total[65s])[4m:20s])',
  'max_over_time(shop_temperature[4m:20s] offset 1m)',
  'sum_over_time(sum(shop_temperature)[3m:10s])',
  'count_over_time(shop_gaps[5m:20s])',
  'shop_gaps',
  'shop_gaps offset 4m',
  '{__name__=~"shop_.*",room="hall"}',
  '{__name__="shop_temperature",room!~"h.*"}',
  'shop_temperature{room=~".*"}',
  'shop_temperature{missing=""}',
  'shop_temperature{room=""}',
  'nothing',
  'sum(nothing)',
  'count(nothing) or vector(0)',
];

/** Asked at one instant and over a range of steps. */
export const queries: readonly string[] = [
  ...new Set([...overWindows, ...aggregations, ...operators, ...ofOne, ...modifiers]),
];

/** Only an instant can answer these: range vectors, and orders that a range does not keep. */
export const instantOnly: readonly string[] = [
  'shop_temperature[23s]',
  'shop_gaps[9m]',
  'shop_temperature[1m:20s]',
  'shop_temperature[30s] offset 1m',
];

/** What both must refuse, with the same kind of error. Those in {@link sameWords} even in the same words. */
export const mistakes: readonly string[] = [
  '',
  'rate(shop_requests_total)',
  'rate(shop_requests_total[5m], 1)',
  'rate()',
  'sum(shop_requests_total[5m])',
  'shop_requests_total[5m] + 1',
  'shop_requests_total[5m]',
  'nope(shop_requests_total)',
  'shop_requests_total{',
  'shop_requests_total{path=}',
  'shop_requests_total{path="cart"',
  'shop_requests_total{path=~"("}',
  '{}',
  '{path=~".*"}',
  'sum by (path shop_requests_total',
  'topk(shop_requests_total)',
  'topk("a", shop_requests_total)',
  'shop_requests_total offset',
  'shop_requests_total offset 5',
  'shop_requests_total and 1',
  '1 == 2',
  '"a" + 1',
  'bool',
  'shop_requests_total == bool',
  '1 + bool 2',
  'shop_requests_total + on (path) group_left () shop_requests_total + on (path) group_left (path) 1',
  'label_replace(shop_temperature, "~", "$1", "room", "(.*)")',
  'label_replace(shop_temperature, "a", "$1", "room", "(")',
  'label_join(shop_temperature, "~", "-", "room")',
  'count_values("~", shop_level)',
  'shop_requests_total / on (path) shop_requests_total',
  'shop_requests_total / on () group_left shop_requests_total',
  'sum by (path) (shop_requests_total) / on (path) shop_requests_total',
  'label_replace(shop_temperature, "room", "same", "room", ".*")',
  'shop_temperature @ "x"',
  'shop_temperature[5m:1m:1m]',
  'shop_temperature[0s]',
  '1h30',
  'sum(',
  ')',
  'a b',
  'a ! b',
  '"unclosed',
  'shop_temperature{room="hall"} {room="cellar"}',
];

/** Mistakes whose wording is part of what learners see, and did not change between 2.42 and 3. */
export const sameWords: ReadonlySet<string> = new Set([
  'rate(shop_requests_total)',
  'rate(shop_requests_total[5m], 1)',
  'rate()',
  'shop_requests_total[5m] + 1',
  'nope(shop_requests_total)',
  'shop_requests_total and 1',
  '1 == 2',
  '"a" + 1',
]);

function each(...lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>(
    (rows, list) => rows.flatMap((row) => list.map((one) => [...row, one])),
    [[]],
  );
}
