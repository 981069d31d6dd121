// Keeps the cores of this computer busy, as other programs of a learner may.
import { Worker } from 'node:worker_threads';

/** So many threads that compute without a pause, until the returned function is called; they end with the process too. */
export function keepCoresBusy(threads: number): () => Promise<void> {
  const workers = Array.from({ length: threads }, () => new Worker('for (;;);', { eval: true }));
  return async () => {
    await Promise.all(workers.map((worker) => worker.terminate()));
  };
}
