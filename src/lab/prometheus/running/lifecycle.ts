// The endpoints below `/-/`: whether a Prometheus is ready, and telling it to read its file again.
import type { ReloadOutcome } from '../../model/prometheus-api.ts';
import { faultOfAnswer, faultOfNoAnswer } from '../api/faults.ts';
import { parseEnvelope, parseTextField } from '../api/answers.ts';
import { endpointOf, parseBaseUrl } from '../api/base-url.ts';
import { exchange } from '../api/http-exchange.ts';
import { prometheusError } from '../facts/errors.ts';

/** A reload stops scrapes that are under way first, so it may take as long as one of them. */
const RELOAD_TIMEOUT_MS = 60_000;

/** Asks `/-/ready` once: true on 200, false on 503; rejects with a LabError on everything else. */
export async function isReady(url: string, signal: AbortSignal, timeoutMs = 5000): Promise<boolean> {
  const base = parseBaseUrl(url);
  const outcome = await exchange({ url: endpointOf(base, '/-/ready'), timeoutMs, signal });
  if (outcome.status !== 'answered') throw faultOfNoAnswer(outcome, base.shown, timeoutMs);
  if (outcome.httpStatus === 503) return false;
  if (outcome.httpStatus === 200 && /ready/i.test(outcome.body)) return true;
  if (outcome.httpStatus === 200)
    throw prometheusError('not-a-prometheus/other-form', { url: base.shown, path: '/-/ready' });
  throw faultOfAnswer(outcome, base.shown);
}

/** Makes a Prometheus read its configuration file again, with `POST /-/reload`. */
export async function reloadOverHttp(url: string, signal: AbortSignal): Promise<ReloadOutcome> {
  const base = parseBaseUrl(url);
  const outcome = await exchange({
    url: endpointOf(base, '/-/reload'),
    method: 'POST',
    timeoutMs: RELOAD_TIMEOUT_MS,
    signal,
  });
  if (outcome.status !== 'answered') throw faultOfNoAnswer(outcome, base.shown, RELOAD_TIMEOUT_MS);
  const { httpStatus, body } = outcome;
  if (httpStatus === 200) return { status: 'reloaded' };
  if (httpStatus === 500) return { status: 'rejected', message: parseReloadMessage(body) };
  if (httpStatus === 403 && /lifecycle/i.test(body))
    return { status: 'unsupported', why: 'no-lifecycle-api', url: base.shown };
  throw faultOfAnswer(outcome, base.shown);
}

/** Prometheus's own words about its configuration file, without what it was doing when it found the fault. Pure. */
export function parseReloadMessage(body: string): string {
  return body
    .trim()
    .replace(/^failed to reload config: /, '')
    .replace(/^couldn't load configuration \(--config\.file="[^"]*"\): /, '')
    .replace(/^parsing YAML file [^\n]*?: (?=yaml:|\S)/, '');
}

/** Whether the Prometheus at `url` takes a reload over HTTP, as far as its flags say; one that does not say may. */
export async function mayReload(url: string, signal: AbortSignal): Promise<boolean> {
  return (await flagOf(url, 'web.enable-lifecycle', signal)) !== 'false';
}

/** Whether the Prometheus at `url` keeps its samples in `dataDir`: then it is the one that was started there. */
export async function isServing(url: string, dataDir: string, signal: AbortSignal): Promise<boolean> {
  return (await flagOf(url, 'storage.tsdb.path', signal)) === dataDir;
}

/** The value of a command-line flag; undefined where it does not say. */
async function flagOf(url: string, flag: string, signal: AbortSignal): Promise<string | undefined> {
  const base = parseBaseUrl(url);
  const timeoutMs = 5000;
  const outcome = await exchange({ url: endpointOf(base, '/api/v1/status/flags'), timeoutMs, signal });
  if (outcome.status !== 'answered') throw faultOfNoAnswer(outcome, base.shown, timeoutMs);
  const envelope = parseEnvelope(outcome.body);
  return envelope?.status === 'success' ? parseTextField(envelope.data, flag) : undefined;
}

/** Asks Prometheus to end, with `POST /-/quit`: the only orderly way on Windows. Whether it did shows in its exit. */
export async function requestQuit(url: string): Promise<void> {
  await exchange({
    url: endpointOf(parseBaseUrl(url), '/-/quit'),
    method: 'POST',
    timeoutMs: 2000,
    signal: new AbortController().signal,
  });
}
