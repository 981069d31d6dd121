// Which query is evaluated when. A query begins at once and is light; one that takes longer is heavy, and of these few
// are evaluated at a time while the others wait. So a light one runs soon, however many heavy ones there are.
//
//   waiting -> light --(took too long, and a heavy place is free)------------------> heavy -> done
//                    --(took too long, and none is)-> stopped -> waiting as heavy -> heavy -> done
import { ApiError } from '../http/api/error.ts';
import type { QueryBackend } from '../http/api/backend.ts';
import type { QueryAnswerer } from '../http/transport/server.ts';
import { QUERY_TIMEOUT_MS } from '../http/endpoints/query.ts';
import type { Reply, RequestText } from '../http/api/route.ts';
import type { IndexSource } from './answer-index.ts';
import type { Task } from './protocol.ts';
import { QueryThread } from './thread.ts';

const MOST_LIGHT = 2;
const MOST_HEAVY = 2;
/** With those that still send an answer which no client takes. */
const MOST_THREADS = 8;
const MOST_IDLE = 2;
/** How often a light query is looked at. */
const LOOK_MS = 50;
/** A query that has done more pieces of work is heavy: some 50 ms of them on a machine that does nothing else. */
const LIGHT_WORK = 8;
/** A query that has run longer is heavy too, because not all work is counted. Generous, because a machine may be busy. */
const LIGHT_MS = 2_000;
/** A request that is longer is heavy before it is read. */
const LIGHT_CHARACTERS = 10_000;
/** Of each kind; the next one is refused. */
const MOST_WAITING = 100;
/** How much later than the query itself the server gives up. */
const GRACE_MS = 250;
/** How long an answer may be under way. */
const SEND_LIMIT_MS = 60_000;
const MOST_REMEMBERED = 500;

interface Job {
  readonly request: RequestText;
  /** The query's text, by which one that was heavy is known again. */
  readonly key: string;
  readonly arrivedAt: number;
  begunAt: number;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: ApiError) => void;
  state: 'waiting' | 'light' | 'stopping' | 'heavy' | 'done';
  isHeavy: boolean;
  thread: QueryThread | undefined;
  deadline: NodeJS.Timeout | undefined;
  lightEnd: NodeJS.Timeout | undefined;
}

/** What queries are answered from. */
export interface QueryPoolBackend extends IndexSource {
  readonly control: QueryBackend['control'];
}

/** Threads that answer queries, and the requests that wait for one. */
export class QueryPool implements QueryAnswerer {
  readonly #workerFile: string;
  #backend: QueryPoolBackend | undefined;
  readonly #idle: QueryThread[] = [];
  readonly #busy = new Map<QueryThread, Job>();
  readonly #waitingLight: Job[] = [];
  readonly #waitingHeavy: Job[] = [];
  /** Texts of queries that were heavy when they were last asked. */
  readonly #heavyTexts = new Set<string>();
  #lastTask = 0;
  #isClosed = false;

  /** @param workerFile the built worker, which can be a thread for queries too */
  constructor(workerFile: string) {
    this.#workerFile = workerFile;
    // The first query finds a thread that is loaded.
    this.#idle.push(this.#newThread());
  }

  /** Called once, before the first query. */
  serve(backend: QueryPoolBackend): void {
    this.#backend = backend;
  }

  answer(request: RequestText, signal: AbortSignal): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const key = keyOf(request);
      const isHeavy = key === undefined || this.#heavyTexts.has(key);
      const job: Job = {
        request,
        key: key ?? '',
        arrivedAt: performance.now(),
        begunAt: Infinity,
        resolve,
        reject,
        state: 'waiting',
        isHeavy,
        thread: undefined,
        deadline: undefined,
        lightEnd: undefined,
      };
      if (signal.aborted || this.#isClosed) return reject(new ApiError('canceled', CANCELED));
      const queue = isHeavy ? this.#waitingHeavy : this.#waitingLight;
      if (queue.length >= MOST_WAITING)
        return reject(new ApiError('unavailable', 'too many queries are waiting: try again later'));
      queue.push(job);
      job.deadline = setTimeout(() => this.#timeOut(job), QUERY_TIMEOUT_MS + GRACE_MS);
      signal.addEventListener('abort', () => this.#giveUp(job, new ApiError('canceled', CANCELED)), {
        once: true,
      });
      this.#startNext();
    });
  }

  /** Ends every thread and refuses what waits. */
  close(): void {
    this.#isClosed = true;
    const error = new ApiError('unavailable', 'the server is stopping');
    for (const job of [...this.#waitingLight, ...this.#waitingHeavy, ...this.#busy.values()])
      this.#giveUp(job, error);
    for (const thread of [...this.#idle, ...this.#busy.keys()]) thread.end();
  }

  #startNext(): void {
    while (!this.#isClosed && this.#busy.size < MOST_THREADS) {
      const running = [...this.#busy.values()];
      const light = running.filter(({ state, isHeavy }) => state !== 'done' && !isHeavy).length;
      const heavy = running.filter(({ state, isHeavy }) => state !== 'done' && isHeavy).length;
      const job =
        // The newest first: where many wait, most of them turn out to be heavy, and a light one is not held up by them.
        (light < MOST_LIGHT ? this.#waitingLight.pop() : undefined) ??
        (heavy < MOST_HEAVY ? this.#waitingHeavy.shift() : undefined);
      if (job === undefined) return;
      this.#start(job);
    }
  }

  #start(job: Job): void {
    if (this.#backend === undefined) throw new Error('a query came before there was anything to ask');
    const { control } = this.#backend;
    const thread = this.#idle.pop() ?? this.#newThread();
    this.#busy.set(thread, job);
    job.thread = thread;
    job.state = job.isHeavy ? 'heavy' : 'light';
    void this.#watch(job, thread);
    const task: Task = {
      id: ++this.#lastTask,
      request: job.request,
      waitedMs: performance.now() - job.arrivedAt,
      nowMs: control.now(),
      evaluationIntervalMs: control.evaluationIntervalMs(),
      externalLabels: control.externalLabels(),
    };
    void this.#run(job, thread, thread.run(task, this.#backend));
  }

  async #watch(job: Job, thread: QueryThread): Promise<void> {
    // The time to load a new thread does not count for the query.
    await thread.ready;
    if (job.thread === thread && job.state === 'light')
      job.lightEnd = setInterval(() => this.#look(job, thread), LOOK_MS);
    job.begunAt = performance.now();
  }

  async #run(job: Job, thread: QueryThread, begun: Promise<Reply>): Promise<void> {
    try {
      const reply = await begun;
      clearTimeout(job.deadline);
      if (job.thread === thread)
        job.deadline = setTimeout(() => this.#giveUp(job, timedOut('sending its answer')), SEND_LIMIT_MS);
      job.resolve(reply);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // A thread that ended has already left its job; the waiting caller is still notified.
      if (job.state === 'done') job.reject(error);
      // A query that was stopped in order to start again later has no response yet.
      else if (job.thread === thread && job.state !== 'stopping') this.#giveUp(job, error);
    }
  }

  #newThread(): QueryThread {
    return new QueryThread(this.#workerFile, (free) => this.#freed(free));
  }

  /** Whether a light query has had its share. */
  #look(job: Job, thread: QueryThread): void {
    const isMuch = thread.work > LIGHT_WORK;
    if (job.state !== 'light' || !(isMuch || performance.now() - job.begunAt > LIGHT_MS)) return;
    clearInterval(job.lightEnd);
    if (isMuch) this.#remember(job.key);
    const heavy = [...this.#busy.values()].filter(({ state, isHeavy }) => state !== 'done' && isHeavy);
    job.isHeavy = true;
    if (heavy.length < MOST_HEAVY || thread.hasBegun) {
      job.state = 'heavy';
    } else {
      job.state = 'stopping';
      thread.cancel(new ApiError('canceled', CANCELED));
    }
    this.#startNext();
    // The next light one need not wait for a thread to load.
    if (this.#idle.length === 0 && this.#busy.size < MOST_THREADS) this.#idle.push(this.#newThread());
  }

  #freed(thread: QueryThread): void {
    const job = this.#busy.get(thread);
    this.#busy.delete(thread);
    const at = this.#idle.indexOf(thread);
    if (at >= 0) this.#idle.splice(at, 1);
    if (!thread.isEnded && !this.#isClosed && this.#idle.length < MOST_IDLE) this.#idle.push(thread);
    else if (!thread.isEnded) thread.end();
    if (job !== undefined) this.#leftThread(job, thread.work);
    this.#startNext();
  }

  #leftThread(job: Job, work: number): void {
    clearInterval(job.lightEnd);
    job.thread = undefined;
    if (job.state === 'stopping') {
      job.state = 'waiting';
      this.#waitingHeavy.push(job);
      return;
    }
    if (work <= LIGHT_WORK) this.#heavyTexts.delete(job.key);
    job.state = 'done';
    clearTimeout(job.deadline);
  }

  #timeOut(job: Job): void {
    this.#giveUp(job, timedOut(job.thread === undefined ? 'query queue' : 'expression evaluation'));
  }

  /** The job gets an error, wherever it is. */
  #giveUp(job: Job, error: ApiError): void {
    if (job.state === 'done') return;
    clearTimeout(job.deadline);
    clearInterval(job.lightEnd);
    for (const queue of [this.#waitingLight, this.#waitingHeavy]) {
      const at = queue.indexOf(job);
      if (at >= 0) queue.splice(at, 1);
    }
    job.state = 'done';
    job.reject(error);
    job.thread?.cancel(error);
  }

  #remember(key: string): void {
    if (this.#heavyTexts.size >= MOST_REMEMBERED) this.#heavyTexts.clear();
    this.#heavyTexts.add(key);
  }
}

const CANCELED = 'query was canceled in expression evaluation';

function timedOut(where: string): ApiError {
  return new ApiError('timeout', `query timed out in ${where}`);
}

/** What is asked, without when; undefined where it is long. */
function keyOf({ path, search, body }: RequestText): string | undefined {
  if (search.length + body.length > LIGHT_CHARACTERS) return undefined;
  const params = new URLSearchParams(`${body}&${search.replace(/^\?/, '')}`);
  for (const name of ['time', 'start', 'end', 'timeout']) params.delete(name);
  return `${path}?${params.toString()}`;
}
