// What the query says on the live Prometheus: shown, never judged.
import type { CheckContext } from '../../contract/context.ts';
import { startDeadline } from '../../../model/deadline.ts';
import { saidIn } from '../../../model/errors.ts';
import type {
  MatrixSeries,
  PrometheusApi,
  QueryResult,
  Sample,
  VectorSample,
} from '../../../model/prometheus-api.ts';
import { shortened } from '../../facts/wording.ts';
import { numbersOf } from '../../prometheus/fresh-query.ts';
import { valueText } from './example.ts';
import type { BothValues, LiveResult, RestartResult, ShownRow } from './facts.ts';

const TIME_LIMIT_MS = 2_000;
const MOST_ROWS = 5;

/** Asks the Prometheus of the workspace if it runs; a fault of it is no reason for anything. */
export const liveResultOf = (query: string, context: CheckContext): Promise<LiveResult> =>
  askLive(context, async (api, signal) => shownResult(await api.query(query, signal)));

/**
 * What a query, and one that a restart breaks, said just before the last restart of the app, and say now. Undefined where
 * the step has no such query, or no Prometheus answers.
 */
export async function acrossRestart(
  { own, broken }: { readonly own: string; readonly broken: string | undefined },
  context: CheckContext,
): Promise<RestartResult | undefined> {
  if (broken === undefined || context.runningPrometheus() === undefined) return undefined;
  const { lastRestart } = context;
  if (lastRestart === undefined) return { kind: 'no-restart' };
  const result = await askLive(context, async (api, signal): Promise<RestartResult> => {
    const nowSeconds = await api.now(signal);
    // In ages: the clock of Prometheus may be another one.
    const agoMs = Date.now() - lastRestart.startedAtMs;
    const endedAgoMs = Date.now() - lastRestart.endedAtMs;
    // Until its next scrape, Prometheus still shows the last values of the app that has ended.
    const [scrapedSeconds = -Infinity] = numbersOf(await api.query('min(timestamp(up))', signal));
    if (scrapedSeconds < nowSeconds - agoMs / 1_000) return { kind: 'not-scraped-yet' };
    const both = async (timeSeconds: number): Promise<BothValues> => ({
      own: firstValue(await api.query(own, signal, { timeSeconds })),
      broken: firstValue(await api.query(broken, signal, { timeSeconds })),
    });
    const before = await both(nowSeconds - endedAgoMs / 1_000);
    if (before.broken === undefined) return { kind: 'nothing-before' };
    return { kind: 'restarted', agoMs, broken, before, now: await both(nowSeconds) };
  });
  return result.kind === 'error' || result.kind === 'no-prometheus' ? undefined : result;
}

type Unasked = Exclude<LiveResult, { readonly kind: 'rows' }>;

async function askLive<T>(
  context: CheckContext,
  ask: (api: PrometheusApi, signal: AbortSignal) => Promise<T>,
): Promise<T | Unasked> {
  const provider = context.runningPrometheus();
  if (provider === undefined) return { kind: 'no-prometheus' };
  const deadline = startDeadline(context.signal, TIME_LIMIT_MS);
  try {
    return await ask(provider.api, deadline.signal);
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

function firstValue(answer: QueryResult): string | undefined {
  const shown = shownResult(answer);
  return shown.kind === 'rows' ? shown.rows[0]?.values.at(-1) : undefined;
}

const liveRow = (metric: ShownRow['labels'], samples: readonly Sample[]): ShownRow => ({
  labels: Object.fromEntries(Object.entries(metric).map(([name, value]) => [name, shortened(value, 60)])),
  values: samples.map(([, value]) => liveValue(value)),
});

const liveValue = (text: string): string =>
  Number.isFinite(Number(text)) ? valueText(Number(text)) : shortened(text, 60);
