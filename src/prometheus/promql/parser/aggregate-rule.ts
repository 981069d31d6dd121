// What an aggregation may be called with.

const WITH_PARAMETER: ReadonlySet<string> = new Set(['topk', 'bottomk', 'count_values', 'quantile']);

/** What is wrong with an aggregation of this name and so many arguments, in Prometheus's words. */
export function aggregateProblem(op: string, given: number): string | undefined {
  if (given === 0) return 'no arguments for aggregate expression provided';
  if (op === 'limitk' || op === 'limit_ratio')
    return `${op}() is experimental and must be enabled with --enable-feature=promql-experimental-functions`;
  const wanted = WITH_PARAMETER.has(op) ? 2 : 1;
  return given === wanted
    ? undefined
    : `wrong number of arguments for aggregate expression provided, expected ${wanted}, got ${given}`;
}
