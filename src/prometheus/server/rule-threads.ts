// The threads that evaluate rules, started when the first rule needs one. They are apart from the threads of queries, so
// that a rule that never finishes holds up no query, and no query a rule.
import type { Reply, RequestText } from '../http/api/route.ts';
import type { QueryAnswerer } from '../http/transport/server.ts';
import { QueryPool, type QueryPoolBackend } from '../query/pool.ts';

export class RuleThreads implements QueryAnswerer {
  readonly #workerFile: string;
  readonly #backend: QueryPoolBackend;
  #pool: QueryPool | undefined;
  #isClosed = false;

  constructor(workerFile: string, backend: QueryPoolBackend) {
    this.#workerFile = workerFile;
    this.#backend = backend;
  }

  answer(request: RequestText, signal: AbortSignal): Promise<Reply> {
    return this.#started().answer(request, signal);
  }

  /** Ends every thread and refuses what waits. */
  close(): void {
    this.#isClosed = true;
    this.#pool?.close();
  }

  #started(): QueryPool {
    if (this.#pool === undefined) {
      this.#pool = new QueryPool(this.#workerFile);
      this.#pool.serve(this.#backend);
      if (this.#isClosed) this.#pool.close();
    }
    return this.#pool;
  }
}
