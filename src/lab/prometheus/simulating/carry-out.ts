// Carries out one order, in whichever thread it is called.
import { examineRuleTests, loadQueryTools, readTimeline } from '../../../prometheus/index.ts';
import type {
  InstantAnswer,
  InstantQuestion,
  ParsedQuery,
  QueryFault,
  TimelineReading,
  TooHeavy,
} from '../../model/simulation/simulator.ts';
import { runRules } from './run-rules.ts';
import type { Order, OrderName, Orders } from './protocol.ts';

/** So many pieces of work are far more than a query over a small timeline needs: about two seconds of them. */
const MOST_WORK = 300;
const MOST_BYTES = 64 * 2 ** 20;
/** A backstop: pieces of work and processor time end a query long before. */
const TIME_LIMIT_MS = 60_000;

/** What comes of an order. Rejects only for a bug. */
export async function carryOut(order: Order): Promise<Orders[OrderName]['gives']> {
  switch (order.name) {
    case 'readTimeline':
      return timelineOf(order.load, order.seed);
    case 'parse':
      return parse(order.query);
    case 'ask':
      return ask(order.questions);
    case 'examineTests':
      return examineRuleTests(order);
    case 'runRules':
      return runRules(order.asked);
    default:
      return order satisfies never;
  }
}

async function timelineOf(load: string, seed: string): Promise<TimelineReading> {
  const reading = await readTimeline(load, seed, 0);
  if (reading.status === 'rejected') return reading;
  const series = reading.series.map(({ labels, timestamps, values }) => ({
    labels: labels.toObject(),
    timestamps,
    values,
  }));
  const endMs = series.reduce((last, { timestamps }) => Math.max(last, timestamps.at(-1) ?? 0), 0);
  return { status: 'read', timeline: { series, endMs } };
}

type Tools = Awaited<ReturnType<typeof loadQueryTools>>;
type Rejection = Extract<ReturnType<Tools['parseAsked']>, { status: 'rejected' }>;

async function parse(query: string): Promise<ParsedQuery> {
  const { parseAsked } = await loadQueryTools();
  const parsed = parseAsked(query);
  return parsed.status === 'parsed' ? { status: 'parsed', tree: parsed.expr } : refusal(parsed, false);
}

async function ask(questions: readonly InstantQuestion[]): Promise<readonly InstantAnswer[]> {
  const { askSeries } = await loadQueryTools();
  return questions.map(({ series, query, atMs }) => {
    let pieces = 0;
    const signal = {
      get aborted() {
        pieces += 1;
        return pieces > MOST_WORK;
      },
    };
    const limits = { signal, maxBytes: MOST_BYTES, maxSamples: MOST_BYTES / 16, timeoutMs: TIME_LIMIT_MS };
    const answer = askSeries(series, query, atMs, limits);
    return answer.status === 'answered' ? answer : refusal(answer, pieces > MOST_WORK);
  });
}

/** The engine's words where a query would hold more than it may. */
const TOO_MUCH = /too many samples into memory|more memory than there is/;

function refusal(
  { kind, message, position }: Rejection,
  isOverWork: boolean,
): { readonly status: 'rejected'; readonly fault: QueryFault } | TooHeavy {
  if (isOverWork) return { status: 'too-heavy', why: 'work' };
  if (kind === 'timeout' || kind === 'canceled') return { status: 'too-heavy', why: 'time' };
  if (TOO_MUCH.test(message)) return { status: 'too-heavy', why: 'memory' };
  return { status: 'rejected', fault: { kind, message, position } };
}
