// The protocol between the server's thread and its owner. Types only.
import type { EmbeddedOptions, EmbeddedReload, EmbeddedStartError } from './embedded.ts';
import type { InsertOutcome } from '../storage/index.ts';

/** What the thread is started with. */
export type WorkerStart = Pick<
  EmbeddedOptions,
  'configFile' | 'dataDir' | 'port' | 'listenAddress' | 'allowedHosts' | 'clockStartMs'
> & {
  readonly kind: 'server';
};

export type Order =
  | { readonly kind: 'reload' | 'idle' | 'stop' | 'beat' }
  | { readonly kind: 'advance'; readonly byMs: number }
  | { readonly kind: 'history'; readonly series: readonly SentSeries[] };

/** Samples of one series. Label sets lose what they are on the way between threads. */
export interface SentSeries {
  readonly flat: readonly string[];
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

export type OrderOutcome = EmbeddedReload | InsertOutcome;

/** Owner to thread. */
export interface ToWorker {
  readonly id: number;
  readonly order: Order;
}

/** Thread to owner. */
export type FromWorker =
  | { readonly kind: 'started'; readonly url: string }
  | { readonly kind: 'refused'; readonly code: EmbeddedStartError['code']; readonly message: string }
  | { readonly kind: 'log'; readonly line: string }
  /** An order is carried out; `reload` and `history` have an outcome. */
  | { readonly kind: 'done'; readonly id: number; readonly outcome?: OrderOutcome };
