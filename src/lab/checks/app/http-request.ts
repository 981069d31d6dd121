// One bounded HTTP request. Whatever the server does (hang, close, send without end) becomes a value in time.
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { connectionFault } from '../../model/faults/connection.ts';
import { branchOff } from '../../model/deadline.ts';
import { readArrivals } from '../../model/event-loop.ts';
import { checkError } from '../facts/errors.ts';
import { readBody } from '../../../http/body.ts';
import { errorCode } from '../../../system/error-code.ts';

export interface RequestOptions {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly signal: AbortSignal;
  /** From the first byte sent to the last one received. @default 5000 */
  readonly timeoutMs?: number;
  /** @default 1 MiB */
  readonly maxBytes?: number;
  /** @default `Host: localhost:PORT`, as a browser sends it */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default none */
  readonly body?: string;
  /** Called once the system has taken the request to send, or it has failed. */
  readonly onSent?: (() => void) | undefined;
  /**
   * Asked when the time is over and no answer is complete: whether the other end can still send one. The time then starts
   * again, up to six times. Where it rejects, the request does. @default it cannot
   */
  readonly mayStillCome?: ((isSent: boolean) => Promise<boolean>) | undefined;
  /** Keeps the connection open as browsers do; the caller destroys it. @default a connection for each request */
  readonly agent?: Agent;
}

export type RequestOutcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly contentType: string | undefined;
      /** How the body is still compressed. Gzip is taken off. */
      readonly encoding?: string;
      readonly location: string | undefined;
      readonly body: string;
    }
  /** Nothing, or not all of it, came in time. */
  | {
      readonly kind: 'timeout';
      readonly afterMs: number;
      readonly hasStarted: boolean;
      /** Whether the app had not come to rest: it is unknown whether it would have answered. */
      readonly mayStillCome: boolean;
    }
  | { readonly kind: 'too-large'; readonly maxBytes: number; readonly status: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'closed'; readonly message: string };

const DEFAULT_TIMEOUT_MS = 5_000;
/** How often the time starts at the most. */
const MAX_TIMES = 7;
const DEFAULT_MAX_BYTES = 1_048_576;
// A separate socket for each request: none waits behind another one that hangs.
const singleUse = new Agent({ keepAlive: false, maxSockets: Infinity });

/**
 * Sends one request and reads its answer within the bounds. Rejects where `signal` aborts or `mayStillCome` rejects, and
 * with a LabError `cannot-connect` where the system gives no connection.
 */
export async function sendRequest(options: RequestOptions): Promise<RequestOutcome> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  const { hostname, port } = new URL(`http://${options.address}`);
  options.signal.throwIfAborted();
  let outgoing: ClientRequest | undefined;
  let incoming: IncomingMessage | undefined;
  let isSent = false;
  const deadline = startPatience(options.signal, timeoutMs, {
    ask: async () => (await options.mayStillCome?.(isSent)) === true,
    receivedBytes: () => outgoing?.socket?.bytesRead ?? 0,
    // What is there in full may still have to be unpacked.
    isComplete: () => incoming?.complete === true,
  });
  try {
    const sending = request({
      agent: options.agent ?? singleUse,
      host: hostname.replace(/^\[|\]$/g, ''),
      port,
      method: options.method,
      path: options.path,
      headers: {
        host: `localhost:${port}`,
        ...(options.agent === undefined && { connection: 'close' }),
        ...options.headers,
      },
      signal: deadline.signal,
    });
    outgoing = sending;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      sending.once('response', resolve);
      // Stays on: an error after the response began is seen by the loop below, and unheard here would end the process.
      sending.on('error', reject);
      sending.once('finish', () => {
        isSent = true;
        options.onSent?.();
      });
      sending.end(options.body);
    });
    incoming = response;
    const status = response.statusCode ?? 0;
    const encoding = response.headers['content-encoding']?.toLowerCase();
    const body = await readBody(bodyOf(response, encoding), maxBytes);
    if (body === undefined) {
      sending.destroy();
      return { kind: 'too-large', maxBytes, status };
    }
    return {
      kind: 'answer',
      status,
      contentType: response.headers['content-type'],
      ...(encoding !== undefined && encoding !== 'gzip' && { encoding }),
      location: response.headers.location,
      body: body.toString(),
    };
  } catch (error) {
    options.signal.throwIfAborted();
    if (deadline.isOver) {
      const { afterMs, mayStillCome } = deadline.outcome();
      return { kind: 'timeout', afterMs, hasStarted: incoming !== undefined, mayStillCome };
    }
    if (!(error instanceof Error)) throw error;
    const code = errorCode(error) ?? '';
    const fault = connectionFault(code);
    if (fault !== undefined) throw checkError('cannot-connect', { address: options.address, code, fault });
    return code === 'ECONNREFUSED' ? { kind: 'refused' } : { kind: 'closed', message: error.message };
  } finally {
    deadline.clear();
    options.onSent?.();
  }
}

interface Patience {
  readonly signal: AbortSignal;
  readonly isOver: boolean;
  /** How long was waited, in ms, and whether an answer could still have come. Throws what asking threw. */
  outcome(): { readonly afterMs: number; readonly mayStillCome: boolean };
  clear(): void;
}

/** What the waiting for an answer is judged by. */
interface Progress {
  /** Whether the other end can still send one. */
  ask(): Promise<boolean>;
  receivedBytes(): number;
  isComplete(): boolean;
}

/** A time limit that starts again as long as an answer can still come, within bounds. */
function startPatience(signal: AbortSignal, timeoutMs: number, progress: Progress): Patience {
  const branch = branchOff(signal);
  let isOver = false;
  let times = 1;
  let isCleared = false;
  let mayStillCome = false;
  let fault: { readonly error: unknown } | undefined;
  const lookAgain = async (): Promise<void> => {
    const before = progress.receivedBytes();
    try {
      mayStillCome = await progress.ask();
    } catch (error) {
      fault = { error };
    }
    // What the other end has sent before it was asked is read before it is judged.
    await readArrivals();
    if (isCleared) return;
    mayStillCome ||= progress.receivedBytes() > before || progress.isComplete();
    if (!mayStillCome || fault !== undefined || times === MAX_TIMES) {
      isOver = true;
      return branch.end();
    }
    times += 1;
    timer = setTimeout(look, timeoutMs);
  };
  const look = (): void => void lookAgain();
  let timer = setTimeout(look, timeoutMs);
  return {
    signal: branch.signal,
    get isOver() {
      return isOver;
    },
    outcome: () => {
      if (fault !== undefined) throw fault.error;
      return { afterMs: times * timeoutMs, mayStillCome };
    },
    clear: () => {
      isCleared = true;
      clearTimeout(timer);
      branch.detach();
    },
  };
}

function bodyOf(response: IncomingMessage, encoding: string | undefined): AsyncIterable<Buffer> {
  if (encoding !== 'gzip') return response;
  const plain = createGunzip();
  // Errors of the one end the other: the loop that reads sees them.
  pipeline(response, plain, () => undefined);
  return plain;
}
