// The protocol between the lab and the thread that simulates.
import type { RuleTestsAsked, RuleTestsExamination } from '../../model/rules/tests.ts';

import type { RuleRun, RuleRunAsked } from '../../model/simulation/rule-run.ts';
import type {
  InstantAnswer,
  InstantQuestion,
  ParsedQuery,
  TimelineReading,
} from '../../model/simulation/simulator.ts';

/** What the thread can do: what each order takes, and what comes of it. */
export interface Orders {
  readTimeline: {
    readonly takes: { readonly load: string; readonly seed: string };
    readonly gives: TimelineReading;
  };
  parse: { readonly takes: { readonly query: string }; readonly gives: ParsedQuery };
  ask: {
    readonly takes: { readonly questions: readonly InstantQuestion[] };
    readonly gives: readonly InstantAnswer[];
  };
  examineTests: { readonly takes: RuleTestsAsked; readonly gives: RuleTestsExamination };
  runRules: { readonly takes: { readonly asked: RuleRunAsked }; readonly gives: RuleRun };
}

export type OrderName = keyof Orders;

/** One order with what it takes. */
export type Order = {
  [K in OrderName]: { readonly name: K } & Orders[K]['takes'];
}[OrderName];

/** Lab to thread. */
export interface ToThread {
  readonly id: number;
  readonly order: Order;
}

/** Thread to lab. */
export type FromThread =
  | 'ready'
  | { readonly id: number; readonly outcome: Orders[OrderName]['gives'] }
  /** A bug. */
  | { readonly id: number; readonly fault: string };
