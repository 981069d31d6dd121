// When the app has nothing to do: no request, no call of the store, nothing of the operating system that will end by
// itself, and nothing that became ready meanwhile. Then only a timer or a new request can change anything.
import type { AwaitedWork } from '../../../contract/protocol.ts';
import { nextTurn, realTime } from '../globals/real-time.ts';

/** What the app has under way, as those parts of the hook know it that see it. */
export interface Activity {
  /** Requests that are open on its servers. */
  readonly open: number;
  /** Calls that the store works on, without those that it holds. */
  readonly calls: number;
  /** Work of node:crypto, node:zlib and WebAssembly in other threads. */
  readonly computing: number;
  /** Whether a timer is due. */
  readonly isDue: boolean;
}

/** So many turns of the event loop without anything: a connection is accepted, read and answered in fewer. */
const QUIET_TURNS = 6;
/** What sets an immediate or a timer of no time in each turn does so forever, and is no reason to wait. */
const RECURRING_TURNS = 200;
/** How long what is under way is waited for, from the last time that some of it was done. */
const LIMIT_MS = 8_000;
/** After so many turns the event loop is left some air. */
const BUSY_TURNS = 50;

/** What ends by itself, by the names that `process.getActiveResourcesInfo()` gives; the first that fits says what it is. */
const underWay: readonly (readonly [name: RegExp, what: AwaitedWork])[] = [
  [/^FS|^CloseReq$|^FileHandle/, 'file'],
  [/^GetAddrInfo|^GetNameInfo|^Query|^GetHostByAddr/i, 'host-name'],
  [/ConnectWrap$/, 'connection'],
  [/^(?:Write|Shutdown|Send)Wrap$/, 'sending'],
  [/Req(?:uest)?(?:Wrap|Callback|Promise)?$/, 'system'],
];
/** A watched file or folder has a name of the same kind, and stays. */
const staying = /^FSEvent/;

/**
 * Resolves when the app is at rest, with undefined, or with what it still waits for after the limit. With `mayBeOpen`
 * requests may be open: they are held by the store or wait for a timer.
 */
export async function whenAtRest(
  activity: () => Activity,
  { mayBeOpen, signal }: { readonly mayBeOpen: boolean; readonly signal: AbortSignal },
): Promise<AwaitedWork | undefined> {
  let endMs = realTime.nowMs() + LIMIT_MS;
  let before = '';
  let quiet = 0;
  for (let turn = 1; quiet < QUIET_TURNS; turn++) {
    await nextTurn();
    signal.throwIfAborted();
    const now = activity();
    const reason = reasonToWait(now, { mayBeOpen, isEarly: turn < RECURRING_TURNS });
    const seen = JSON.stringify(now);
    quiet = reason === undefined && seen === before ? quiet + 1 : 0;
    if (seen !== before) endMs = realTime.nowMs() + LIMIT_MS;
    before = seen;
    if (reason !== undefined && realTime.nowMs() > endMs) return reason;
    if (turn > BUSY_TURNS && quiet === 0) await new Promise((resolve) => realTime.setTimeout(resolve, 1));
  }
  return undefined;
}

function reasonToWait(
  { open, calls, computing, isDue }: Activity,
  { mayBeOpen, isEarly }: { readonly mayBeOpen: boolean; readonly isEarly: boolean },
): AwaitedWork | undefined {
  if (open > 0 && !mayBeOpen) return 'request';
  if (calls > 0) return 'store';
  if (computing > 0) return 'computing';
  if (isEarly && isDue) return 'due-timer';
  const active = process.getActiveResourcesInfo();
  if (isEarly && active.includes('Immediate')) return 'turn';
  const names = active.filter((name) => !staying.test(name));
  return underWay.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
}
