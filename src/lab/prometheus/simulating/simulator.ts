// The simulator of this process: a thread that stays loaded, and a second one while that is busy.
import type { Simulator, TimelineReading, TooHeavy } from '../../model/simulation/simulator.ts';
import { takeTurns } from '../../../turns.ts';
import { carryOut } from './carry-out.ts';
import type { Order, OrderName, Orders } from './protocol.ts';
import { SimulatorThread, type ThreadLimits } from './thread.ts';

const MOST_THREADS = 2;

export interface SimulatorOptions extends ThreadLimits {
  /** The built worker. @default it runs in this thread, which nothing protects then */
  readonly workerFile?: string;
}

type Run = (order: Order, signal: AbortSignal) => Promise<Orders[OrderName]['gives'] | TooHeavy>;

const shared = new Map<string, Simulator>();

/** The one simulator of this process with that worker, whose threads no session waits for. */
export function sharedSimulator(workerFile: string): Simulator {
  const known = shared.get(workerFile) ?? createSimulator({ workerFile });
  shared.set(workerFile, known);
  return known;
}

/** A simulator with separate threads, which start with the first order and never keep the process alive. */
export function createSimulator({ workerFile, ...limits }: SimulatorOptions = {}): Simulator {
  const run = workerFile === undefined ? inThisThread : inThreads(workerFile, limits);
  return {
    readTimeline: async (load, seed, signal) =>
      (await run({ name: 'readTimeline', load, seed }, signal)) as TimelineReading,
    parse: async (query, signal) => (await run({ name: 'parse', query }, signal)) as Orders['parse']['gives'],
    async ask(questions, signal) {
      if (questions.length === 0) return [];
      const outcome = await run({ name: 'ask', questions }, signal);
      return Array.isArray(outcome)
        ? (outcome as Orders['ask']['gives'])
        : questions.map(() => outcome as TooHeavy);
    },
    examineTests: async (asked, signal) =>
      (await run({ name: 'examineTests', ...asked }, signal)) as Orders['examineTests']['gives'] | TooHeavy,
    runRules: async (asked, signal) =>
      (await run({ name: 'runRules', asked }, signal)) as Orders['runRules']['gives'],
  };
}

const inThisThread: Run = async (order, signal) => {
  signal.throwIfAborted();
  return carryOut(order);
};

/** Each order in a thread that has no other. */
function inThreads(workerFile: string, limits: ThreadLimits): Run {
  const lanes = Array.from({ length: MOST_THREADS }, () => ({
    inTurn: takeTurns(),
    waiting: 0,
    thread: undefined as SimulatorThread | undefined,
  }));
  return async (order, signal) => {
    signal.throwIfAborted();
    const [first, ...others] = lanes;
    if (first === undefined) throw new Error('a simulator without threads');
    const lane = others.reduce((least, one) => (one.waiting < least.waiting ? one : least), first);
    lane.waiting += 1;
    try {
      return await lane.inTurn(() => {
        signal.throwIfAborted();
        if (lane.thread === undefined || lane.thread.isEnded)
          lane.thread = new SimulatorThread(workerFile, limits);
        return lane.thread.run(order, signal);
      });
    } finally {
      lane.waiting -= 1;
    }
  };
}
