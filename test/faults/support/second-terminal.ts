// A second terminal without the cost of a process: asks the running session over its socket, by the file that it keeps.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectSession } from '../../../src/lab/session/socket/client.ts';
import type { Session } from '../../../src/lab/session/contract/calls.ts';
import type { LabFolder } from '../../support/lab.ts';

/** Connects to the folder's session, which must run. */
export async function secondTerminal(folder: LabFolder): Promise<Session> {
  const file = path.join(folder.workspace, '.ecom-lab', 'session.json');
  const found = JSON.parse(await readFile(file, 'utf8')) as { url: string; token: string; folder: string };
  const session = await connectSession(found, new AbortController().signal);
  if (session === undefined) throw new Error('no session answers');
  return session;
}

/** How long the runner leaves somebody without an answer at most, asked all the time while the work continues. */
export async function slowestAnswerDuring<T>(
  session: Session,
  work: Promise<T>,
): Promise<{ readonly result: T; readonly slowestMs: number }> {
  const { signal } = new AbortController();
  const over = new AbortController();
  let slowestMs = 0;
  const asking = (async () => {
    while (!over.signal.aborted) {
      const askedAt = performance.now();
      await session.call('state', {}, signal);
      slowestMs = Math.max(slowestMs, performance.now() - askedAt);
      await delay(50);
    }
  })();
  try {
    const result = await work;
    return { result, slowestMs };
  } finally {
    over.abort();
    await asking;
  }
}
