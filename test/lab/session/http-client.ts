// A client of a session as any program can write one: fetch, JSON and an event stream. It imports nothing that runs.
import { randomUUID } from 'node:crypto';
import type { Session } from '../../../src/lab/session/contract/calls.ts';
import type { StreamEvent } from '../../../src/lab/session/contract/events.ts';

export interface HttpAddress {
  readonly url: string;
  readonly token: string;
  readonly folder: string;
}

/** What was refused: its code and fact, as the session gave them. */
export class CallError extends Error {
  readonly code: string;
  readonly fact: unknown;

  constructor(error: { readonly code: string; readonly fact: unknown }) {
    super(error.code);
    this.code = error.code;
    this.fact = error.fact;
  }
}

const headersOf = ({ token, folder }: HttpAddress): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  'x-ecom-lab-folder': encodeURIComponent(folder),
});

/** Sends a body to `/call` and resolves with the answer. */
export async function postBody(address: HttpAddress, body: string, signal?: AbortSignal): Promise<unknown> {
  const response = await fetch(`${address.url}/call`, {
    method: 'POST',
    headers: headersOf(address),
    body,
    ...(signal === undefined ? {} : { signal }),
  });
  return response.json();
}

/** The events of a session, one by one, until the signal aborts. */
export async function* eventsOf(
  address: HttpAddress,
  signal: AbortSignal,
  after?: number,
): AsyncGenerator<StreamEvent> {
  const headers = {
    ...headersOf(address),
    ...(after === undefined ? {} : { 'last-event-id': String(after) }),
  };
  const response = await fetch(`${address.url}/events`, { headers, signal });
  if (response.body === null) throw new Error('the response has no body');
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const lines = block.split('\n');
      const id = lines.find((line) => line.startsWith('id: '))?.slice('id: '.length);
      const data = lines.find((line) => line.startsWith('data: '))?.slice('data: '.length);
      if (data === undefined) continue;
      const one = JSON.parse(data) as StreamEvent;
      if (id !== String(one.id)) throw new Error(`the event ${one.id} has the id ${id}`);
      yield one;
    }
  }
}

/** The client, as the contract of all clients asks for it. */
export function createHttpClient(address: HttpAddress): Session {
  const closing = new AbortController();
  const own = new Set<string>();
  return {
    async call(name, params, signal) {
      const id = randomUUID();
      own.add(id);
      const answer = (await postBody(address, JSON.stringify({ id, name, params }), signal)) as
        { readonly result: never } | { readonly error: { readonly code: string; readonly fact: unknown } };
      if ('error' in answer) throw new CallError(answer.error);
      return answer.result;
    },
    subscribe(listener, after) {
      const leaving = new AbortController();
      const signal = AbortSignal.any([leaving.signal, closing.signal]);
      const follow = async (): Promise<void> => {
        for await (const one of eventsOf(address, signal, after)) listener(one);
      };
      follow().catch(() => undefined);
      return () => leaving.abort();
    },
    isOwn: ({ call }) => call !== undefined && own.has(call),
    close() {
      closing.abort();
      return Promise.resolve();
    },
  };
}
