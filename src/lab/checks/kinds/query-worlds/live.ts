// What the query says on the live Prometheus: shown, never judged.
import type { CheckContext } from '../../contract/context.ts';
import { startDeadline } from '../../../model/deadline.ts';
import { saidIn } from '../../../model/errors.ts';
import type { MatrixSeries, QueryResult, Sample, VectorSample } from '../../../model/prometheus-api.ts';
import { shortened } from '../../facts/wording.ts';
import { valueText } from './example.ts';
import type { LiveResult, ShownRow } from './facts.ts';

const TIME_LIMIT_MS = 2_000;
const MOST_ROWS = 5;

/** Asks the Prometheus of the workspace if it runs; a fault of it is no reason for anything. */
export async function liveResultOf(query: string, context: CheckContext): Promise<LiveResult> {
  const provider = context.runningPrometheus();
  if (provider === undefined) return { kind: 'no-prometheus' };
  const deadline = startDeadline(context.signal, TIME_LIMIT_MS);
  try {
    return shownResult(await provider.api.query(query, deadline.signal));
  } catch (error) {
    context.signal.throwIfAborted();
    const said = saidIn(error, 'bad-query') ?? saidIn(error, 'prometheus-error');
    return said === undefined ? { kind: 'no-prometheus' } : { kind: 'error', said: shortened(said, 200) };
  } finally {
    deadline.clear();
  }
}

function shownResult(answer: QueryResult): LiveResult {
  if (answer.resultType !== 'vector' && answer.resultType !== 'matrix')
    return { kind: 'rows', count: 1, rows: [{ labels: {}, values: [liveValue(answer.result[1])] }] };
  const rows = answer.result.map((one: VectorSample | MatrixSeries) =>
    liveRow(one.metric, 'value' in one ? [one.value] : one.values.slice(-3)),
  );
  return { kind: 'rows', count: rows.length, rows: rows.slice(0, MOST_ROWS) };
}

const liveRow = (metric: ShownRow['labels'], samples: readonly Sample[]): ShownRow => ({
  labels: Object.fromEntries(Object.entries(metric).map(([name, value]) => [name, shortened(value, 60)])),
  values: samples.map(([, value]) => liveValue(value)),
});

const liveValue = (text: string): string =>
  Number.isFinite(Number(text)) ? valueText(Number(text)) : shortened(text, 60);
