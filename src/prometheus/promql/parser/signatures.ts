// Every function of PromQL with its signature. Fact source: Prometheus 3's function documentation.
import type { FunctionSignature, ValueType } from '../ast/nodes.ts';

const TYPES: ReadonlyMap<string, ValueType> = new Map([
  ['s', 'scalar'],
  ['v', 'vector'],
  ['m', 'matrix'],
  ['t', 'string'],
]);

/** `name args -> return`, an argument list ending in `*n` is variadic, `?` marks what needs a feature flag. */
const TABLE = `
abs v>v, absent v>v, absent_over_time m>v, acos v>v, acosh v>v, asin v>v, asinh v>v, atan v>v, atanh v>v,
avg_over_time m>v, ceil v>v, changes m>v, clamp vss>v, clamp_max vs>v, clamp_min vs>v, cos v>v, cosh v>v,
count_over_time m>v, days_in_month v*1>v, day_of_month v*1>v, day_of_week v*1>v, day_of_year v*1>v, deg v>v,
delta m>v, deriv m>v, exp v>v, first_over_time m>v, floor v>v, histogram_avg v>v, histogram_count v>v, histogram_sum v>v,
histogram_stddev v>v, histogram_stdvar v>v, histogram_fraction ssv>v, histogram_quantile sv>v, hour v*1>v,
idelta m>v, increase m>v, irate m>v, label_replace vtttt>v, label_join vttt*-1>v, last_over_time m>v, ln v>v,
log10 v>v, log2 v>v, max_over_time m>v, min_over_time m>v, minute v*1>v, month v*1>v, pi >s, predict_linear ms>v,
present_over_time m>v, quantile_over_time sm>v, rad v>v, rate m>v, resets m>v, round vs*1>v, scalar v>s, sgn v>v,
sin v>v, sinh v>v, sort v>v, sort_desc v>v, sqrt v>v, stddev_over_time m>v, stdvar_over_time m>v,
sum_over_time m>v, tan v>v, tanh v>v, time >s, timestamp v>v, vector s>v, year v*1>v,
?double_exponential_smoothing mss>v, ?end >s, ?histogram_quantiles vtss*9>v, ?info vv*1>v,
?mad_over_time m>v, ?max_of ss>s, ?min_of ss>s, ?range >s, ?sort_by_label vt*-1>v, ?sort_by_label_desc vt*-1>v, ?start >s, ?start_timestamp v>v, ?step >s,
?ts_of_first_over_time m>v, ?ts_of_last_over_time m>v, ?ts_of_max_over_time m>v, ?ts_of_min_over_time m>v`;

function typeOf(letter: string): ValueType {
  const type = TYPES.get(letter);
  if (type === undefined) throw new Error(`the function table has an unknown type: ${letter}`);
  return type;
}

function parseRow(row: string): FunctionSignature {
  const match = /^(\??)(\w+) ([svmt]*)(?:\*(-?\d+))?>([svmt])$/.exec(row.trim());
  if (match === null) throw new Error(`the function table has a row that cannot be read: ${row}`);
  const [, flag, name = '', args = '', variadic = '0', returns = 'v'] = match;
  return {
    name,
    args: args.split('').map(typeOf),
    variadic: Number(variadic),
    returns: typeOf(returns),
    isExperimental: flag === '?',
  };
}

const FUNCTIONS = new Map(TABLE.split(',').map((row) => [parseRow(row).name, parseRow(row)]));

export type FunctionLookup =
  | { readonly status: 'found'; readonly func: FunctionSignature }
  /** There is none of this name, or it is an experiment of Prometheus's that is off here. */
  | { readonly status: 'refused'; readonly message: string };

/** Looks a function up by its exact name. */
export function findFunction(name: string): FunctionLookup {
  const func = FUNCTIONS.get(name);
  if (func === undefined)
    return { status: 'refused', message: `unknown function with name ${JSON.stringify(name)}` };
  return func.isExperimental
    ? { status: 'refused', message: `function ${JSON.stringify(name)} is not enabled` }
    : { status: 'found', func };
}
