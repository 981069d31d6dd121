// What a session can be asked. One interface, two implementations: in this process, and over the session socket.
import type { QueryResult } from '../../model/prometheus-api.ts';
import type { StepSpec } from '../../model/schema.ts';
import type { Fact } from '../../model/verdict.ts';
import type { BackedUpFile, StepReport } from './events.ts';

export type StepStatus = 'open' | 'passed' | 'applied' | 'skipped';

export interface StepState {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly kind: StepSpec['kind'];
  readonly status: StepStatus;
  readonly hintsShown: number;
  readonly hintsTotal: number;
}

export interface SessionState {
  readonly course: string;
  readonly workspaceDir: string;
  readonly seed: number;
  readonly currentStep: string;
  readonly steps: readonly StepState[];
  /** Placeholder name -> `localhost:PORT`, as a step's text shows them. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly app: { readonly state: string; readonly pid?: number };
  /** Absent until a step needs it. */
  readonly prometheus?: { readonly kind: string; readonly description: string; readonly url: string };
}

export interface Hint {
  readonly step: string;
  readonly text: string;
  /** 1-based. */
  readonly level: number;
  readonly total: number;
}

export interface ChangedFiles {
  readonly step: string;
  readonly files: readonly string[];
  readonly backups: readonly BackedUpFile[];
  /** What the learner should know about how it went. */
  readonly notes: readonly Fact[];
}

export interface TrafficSent {
  readonly scenario: string;
  readonly sent: number;
  readonly failed: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly durationMs: number;
}

export interface RestartResult {
  readonly what: 'app' | 'prometheus';
  readonly isRunning: boolean;
  /** How it went. */
  readonly fact: Fact;
}

/** Each call, its parameters and its answer: plain JSON, so that a second terminal can send it over the socket. */
export interface SessionCalls {
  state: { params: Record<string, never>; result: SessionState };
  /** Without `step`: the current one. */
  check: { params: { step?: string; answer?: string }; result: StepReport };
  hint: { params: { step?: string }; result: Hint };
  apply: { params: { step?: string }; result: ChangedFiles };
  /** A unified diff from the learner's files to the solution; empty where they are alike. */
  diff: { params: { step?: string }; result: { readonly step: string; readonly diff: string } };
  /** Without `step`: the current one; `*` is the whole workspace. */
  reset: { params: { step?: string }; result: ChangedFiles };
  restart: { params: { what: 'app' | 'prometheus' }; result: RestartResult };
  traffic: { params: { scenario?: string }; result: TrafficSent };
  query: {
    params: { promql: string; rangeSeconds?: number };
    result: QueryResult & { readonly startSeconds?: number; readonly endSeconds?: number };
  };
  log: { params: { lines: number }; result: { readonly lines: readonly string[] } };
}

export type SessionCall = keyof SessionCalls;

/** A lab session: the use cases, each a call. Rejects with a LabError that the user can act on. */
export interface Session {
  call<C extends SessionCall>(
    name: C,
    params: SessionCalls[C]['params'],
    signal: AbortSignal,
  ): Promise<SessionCalls[C]['result']>;
  /** Ends what the session started. Safe to call twice. */
  close(): Promise<void>;
}
