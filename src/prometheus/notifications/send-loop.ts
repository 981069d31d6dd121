// Sends alerts to one Alertmanager, one batch after the other. A batch that cannot be sent is dropped: its alerts are
// given to the loop again after the resend delay, as long as they fire.
import type { Post } from '../client/post.ts';
import type { AlertmanagerConfig } from '../config/index.ts';
import type { SentAlert } from '../rules/model/alert.ts';
import { formatAlerts } from './body.ts';
import { Latencies } from './latencies.ts';
import { AlertQueue } from './queue.ts';

/** The longest that a timer can be. */
const MAX_TIMEOUT_MS = 0x7fffffff;
const HEADERS = { 'User-Agent': 'ecom-lab-prometheus', 'Content-Type': 'application/json' };

export interface SendLoopOptions {
  readonly post: Post;
  /** A monotonic time in milliseconds. */
  readonly stopwatch: () => number;
  readonly log: (line: string) => void;
}

export class SendLoop {
  readonly url: string;
  readonly latencies = new Latencies();
  readonly #config: Pick<AlertmanagerConfig, 'timeoutMs' | 'followRedirects'>;
  readonly #options: SendLoopOptions;
  readonly #queue = new AlertQueue();
  readonly #cutOff = new AbortController();
  #sending: Promise<void> | undefined;
  #batch: Promise<void> = Promise.resolve();
  #isFailing = false;
  #isFull = false;
  /** It used up the timeout of its last request. */
  #isUnresponsive = false;
  #sent = 0;
  #errors = 0;
  #dropped = 0;

  constructor(
    url: string,
    config: Pick<AlertmanagerConfig, 'timeoutMs' | 'followRedirects'>,
    options: SendLoopOptions,
  ) {
    this.url = url;
    this.#config = config;
    this.#options = options;
  }

  /** Alerts since the start; `errors` could not be sent, `dropped` includes them. */
  get counts(): { readonly sent: number; readonly errors: number; readonly dropped: number } {
    return { sent: this.#sent, errors: this.#errors, dropped: this.#dropped };
  }

  get queueLength(): number {
    return this.#queue.length;
  }

  /** Queues alerts. */
  add(alerts: readonly SentAlert[]): void {
    const dropped = this.#queue.add(alerts);
    this.#dropped += dropped;
    if (dropped > 0 && !this.#isFull) this.#log(`Alert notification queue full, dropping alerts: ${dropped}`);
    this.#isFull = dropped > 0;
    this.#sending ??= this.#sendAll();
  }

  /** Resolves when nothing is queued. An Alertmanager that does not respond in time is not waited for until it does. */
  async whenIdle(): Promise<void> {
    while (this.#sending !== undefined && !this.#isUnresponsive) await this.#batch;
  }

  /** Resolves when what is queued was sent, or after the limit, which drops it. */
  async stop(limitMs: number): Promise<void> {
    const timer = setTimeout(() => this.#cutOff.abort(), Math.min(limitMs, MAX_TIMEOUT_MS));
    await this.#sending;
    clearTimeout(timer);
  }

  async #sendAll(): Promise<void> {
    while (this.#queue.length > 0 && !this.#cutOff.signal.aborted) {
      this.#batch = this.#send(this.#queue.takeBatch());
      await this.#batch;
    }
    const left = this.#queue.clear();
    this.#dropped += left;
    if (left > 0) this.#log(`Alert notification queue not drained on shutdown, dropping alerts: ${left}`);
    this.#sending = undefined;
  }

  async #send(alerts: readonly SentAlert[]): Promise<void> {
    const { post, stopwatch } = this.#options;
    const { timeoutMs, followRedirects } = this.#config;
    const startedAt = stopwatch();
    const deadline = new AbortController();
    const timer = setTimeout(
      () => deadline.abort(new DOMException('the timeout of the request has passed', 'TimeoutError')),
      Math.min(timeoutMs, MAX_TIMEOUT_MS),
    );
    const outcome = await post(
      { url: this.url, headers: HEADERS, body: formatAlerts(alerts), followRedirects },
      AbortSignal.any([deadline.signal, this.#cutOff.signal]),
    );
    clearTimeout(timer);
    this.#isUnresponsive = outcome.status === 'failed' && deadline.signal.aborted;
    if (outcome.status === 'answered' && outcome.code >= 200 && outcome.code < 300) {
      this.#sent += alerts.length;
      this.latencies.observe((stopwatch() - startedAt) / 1000, stopwatch());
      this.#isFailing = false;
      return;
    }
    this.#errors += alerts.length;
    this.#dropped += alerts.length;
    const reason =
      outcome.status === 'failed' ? outcome.message : `bad response status ${outcome.statusLine}`;
    if (!this.#isFailing) this.#log(`Error sending alerts: ${reason}`);
    this.#isFailing = true;
  }

  #log(message: string): void {
    this.#options.log(`alertmanager ${this.url}: ${message}`);
  }
}
