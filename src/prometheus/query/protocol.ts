// The protocol between the server and a query thread. The thread never returns to its event loop, so it asks the server
// for samples through a port that it can read without it, and is stopped through shared memory.
import type { MessagePort } from 'node:worker_threads';
import type { RequestText } from '../http/api/route.ts';
import type { Matcher, TimestampMs, ValueMatcher } from '../model/samples.ts';
import type { ChunkColumns } from '../storage/index.ts';

/** What a thread is started with, once. */
export interface ThreadStart {
  readonly kind: 'queries';
  readonly port: MessagePort;
  /** Four 32-bit words, see {@link Word}. */
  readonly words: SharedArrayBuffer;
}

/** The words of the shared memory. */
export const Word = {
  /** Counts the answers that the server has posted: what a thread that waits for one sleeps on. */
  posted: 0,
  /** The number of the task that is to stop. */
  canceled: 1,
  /** How many pieces of answers have been sent on to clients. */
  taken: 2,
  /** How many pieces of work the current task has done: what it costs, however busy the machine is. */
  work: 3,
} as const;
export const WORD_COUNT = 4;

/** One request to answer. */
export interface Task {
  readonly id: number;
  readonly request: RequestText;
  /** How much of its time the request has spent waiting, in milliseconds. */
  readonly waitedMs: number;
  readonly nowMs: TimestampMs;
  readonly evaluationIntervalMs: number;
  readonly externalLabels: Readonly<Record<string, string>>;
}

/** Thread to server, about the task of that number. */
export interface Piece {
  readonly id: number;
  /** With the first piece. */
  readonly head?: { readonly status: number; readonly contentType: string };
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isLast: boolean;
  /** With the last piece: what the thread holds, in bytes. */
  readonly heldBytes?: number;
}

export interface WireSelection {
  readonly matchers: readonly (Matcher | ValueMatcher)[];
  readonly minT: TimestampMs;
  readonly maxT: TimestampMs;
}

/** A series with its exemplars; labels are names and values in turn. */
export interface WireExemplars {
  readonly labels: readonly string[];
  readonly exemplars: readonly {
    readonly labels: readonly string[];
    readonly value: number;
    readonly timestampMs: TimestampMs;
  }[];
}

/** Thread to server, over the port. */
export type IndexQuestion =
  /** Everything that some selectors fit, as of one moment where it is little enough to be listed in one go. */
  | {
      readonly kind: 'select';
      readonly id: number;
      readonly task: number;
      readonly selections: readonly WireSelection[];
      readonly withSamples: boolean;
    }
  | {
      readonly kind: 'exemplars';
      readonly id: number;
      readonly task: number;
      readonly sets: readonly WireSelection['matchers'][];
      readonly startMs: TimestampMs;
      readonly endMs: TimestampMs;
    }
  | { readonly kind: 'names'; readonly id: number; readonly task: number }
  | { readonly kind: 'values'; readonly id: number; readonly task: number; readonly name: string };

/** Server to thread, over the port. `id` is the question's. */
export type IndexAnswer =
  | {
      readonly kind: 'series';
      readonly id: number;
      /** The series of which selection these are. */
      readonly selection: number;
      readonly ids: Float64Array<ArrayBuffer>;
      /** Names and values of the series that this thread was not told of before, in the order of `ids`. */
      readonly newLabels: readonly (readonly string[])[];
      /** Which of `ids` those are. */
      readonly newAt: Uint32Array<ArrayBuffer>;
      /** How many chunks each series has. */
      readonly chunkCounts: Uint32Array<ArrayBuffer>;
      readonly chunks: ChunkColumns;
      /** Memory that chunks lie in and that this thread was not told of before; it goes behind what it has. */
      readonly newSlabs: readonly SharedArrayBuffer[];
    }
  | { readonly kind: 'exemplars'; readonly id: number; readonly series: readonly WireExemplars[] }
  | { readonly kind: 'texts'; readonly id: number; readonly texts: readonly string[] }
  /** There is no more; `forget` where the thread has to forget what it was told of series. */
  | { readonly kind: 'done'; readonly id: number; readonly forget: boolean };
