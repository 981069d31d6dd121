// The runner's end of the channel to the hook. The app can write to it too, and may write anything.
import type { ChildProcess } from 'node:child_process';
import { once, type EventEmitter } from 'node:events';
import { Socket } from 'node:net';
import * as v from 'valibot';
import { awaitedWork, type FromHook, type ToHook } from '../../runtimes/contract/protocol.ts';

export interface HookChannel {
  /** What is sent when the hook is gone is lost: the end of the app tells those who wait. */
  send(message: ToHook): void;
  /** Resolves when nothing more can come. */
  readonly closed: Promise<unknown>;
  close(): void;
}

/**
 * The descriptor of the channel, a socket for lines of JSON. Node's own end of such a channel throws for a line that is no
 * JSON, if nothing can catch it, and keeps a line without an end in memory.
 */
export const CHANNEL_FD = 3;

/** A page of metrics of 50 MB, as JSON. */
const MAX_LINE_CHARS = 128 * 1024 * 1024;

/** A process of the app: with a socket at {@link CHANNEL_FD}, or on Windows with Node's own channel. */
type Channeled = EventEmitter &
  Pick<ChildProcess, 'connected' | 'disconnect'> & {
    readonly stdio: readonly unknown[];
    send(message: object, done: () => void): boolean;
  };

/** Speaks with the hook of an app that was started with the channel. */
export function openHookChannel(child: Channeled, onMessage: (message: FromHook) => void): HookChannel {
  const socket = child.stdio[CHANNEL_FD];
  return socket instanceof Socket ? overSocket(socket, onMessage) : overNode(child, onMessage);
}

function overNode(child: Channeled, onMessage: (message: FromHook) => void): HookChannel {
  child.on('message', (value: unknown) => {
    const message = parseMessage(value);
    if (message !== undefined) onMessage(message);
  });
  return {
    send: (message) => void (child.connected && child.send(message, () => undefined)),
    closed: child.connected ? once(child, 'disconnect') : Promise.resolve(),
    close: () => void (child.connected && child.disconnect()),
  };
}

function overSocket(socket: Socket, onMessage: (message: FromHook) => void): HookChannel {
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  // The end of the app is told by its exit; a connection that is reset says nothing more.
  socket.on('error', () => undefined);
  socket.setEncoding('utf8');
  let parts: string[] = [];
  let length = 0;
  socket.on('data', (chunk: string) => {
    const lines = chunk.split('\n');
    for (const [index, part] of lines.entries()) {
      length += part.length;
      // Too long for any message: what is left of the line is skipped.
      if (length <= MAX_LINE_CHARS) parts.push(part);
      else parts = [];
      if (index === lines.length - 1) break;
      if (length <= MAX_LINE_CHARS) tell(parts.join(''), onMessage);
      parts = [];
      length = 0;
    }
  });
  return {
    send: (message) => void (socket.writable && socket.write(`${JSON.stringify(message)}\n`)),
    closed,
    close: () => socket.destroy(),
  };
}

function tell(line: string, onMessage: (message: FromHook) => void): void {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // Not the hook's: it writes JSON only.
    return;
  }
  const message = parseMessage(value);
  if (message !== undefined) onMessage(message);
}

/** What a program gives to its client or to `listen` may be anything; its text is what is judged. */
const text = v.pipe(
  v.optional(v.unknown(), ''),
  v.transform((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const rest = v.object({
  hasTimers: v.boolean(),
  open: count,
  held: count,
  raisedGauges: v.array(v.string()),
  movedMs: v.optional(v.number()),
});
const registry = v.object({
  id: v.number(),
  isDefault: v.boolean(),
  client: v.optional(v.string()),
  contentType: text,
  text,
  metrics: v.array(
    v.object({ name: text, type: text, help: text, labelNames: v.fallback(v.array(text), []) }),
  ),
  error: v.optional(v.string()),
  isStuck: v.optional(v.boolean()),
});
const listen = v.variant('status', [
  v.object({
    status: v.literal('listening'),
    asked: v.number(),
    got: v.number(),
    name: v.optional(v.string()),
  }),
  v.object({ status: v.literal('failed'), asked: v.number(), code: text, message: text }),
]);
const reply = v.object({
  id: v.number(),
  registries: v.optional(v.array(registry)),
  rest: v.optional(rest),
  passed: v.optional(v.object({ rest, byMs: v.number(), served: count })),
  awaited: v.optional(v.picklist(awaitedWork)),
  fault: v.optional(v.string()),
});
const error = v.object({ summary: text, stack: text, code: v.optional(v.string()) });
const from = v.literal('hook');
const message = v.variant('kind', [
  v.object({ from, kind: v.literal('loaded') }),
  v.object({ from, kind: v.literal('begun') }),
  v.object({ from, kind: v.literal('listen'), listen }),
  v.object({ from, kind: v.literal('closed'), asked: v.number(), got: v.number() }),
  v.object({ from, kind: v.literal('started-other') }),
  v.object({ from, kind: v.literal('uncaught'), error }),
  v.object({ from, kind: v.literal('reply'), reply }),
]);

/** A message of the hook, undefined where the value is none. */
export function parseMessage(value: unknown): FromHook | undefined {
  const parsed = v.safeParse(message, value);
  return parsed.success ? (parsed.output as FromHook) : undefined;
}
