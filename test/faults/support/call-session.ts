// Calls a running session over its socket, as a second terminal does, with whatever a test wants to send.
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { FOLDER_HEADER } from '../../../src/lab/session/socket/protocol.ts';

export interface SessionAddress {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
  readonly folder: string;
}

/** Where the session of a workspace is, as its file says. */
export async function sessionOf(workspace: string): Promise<SessionAddress> {
  return JSON.parse(await readFile(path.join(workspace, '.ecom-lab/session.json'), 'utf8')) as SessionAddress;
}

export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** Sends one request; a connection that is cut gives status 0. */
export function send(
  url: string,
  options: {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Buffer;
  },
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      `${url}${options.path ?? '/call'}`,
      { method: options.method ?? 'POST', headers: options.headers ?? {}, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    sent.on('error', (error: NodeJS.ErrnoException) =>
      ['EPIPE', 'ECONNRESET'].includes(error.code ?? '') ? resolve({ status: 0, text: '' }) : reject(error),
    );
    sent.end(options.body);
  });
}

/** The last line of a call's answer: its result, or its error. */
export async function callSession(
  { url, token, folder }: SessionAddress,
  name: string,
  params: object = {},
): Promise<{ readonly result?: unknown; readonly error?: { readonly code: string } }> {
  const { text } = await send(url, {
    headers: { authorization: `Bearer ${token}`, [FOLDER_HEADER]: encodeURIComponent(folder) },
    body: JSON.stringify({ name, params }),
  });
  return JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as object;
}
