// Why a session does not do what it is asked for.
import { labErrors } from '../../model/errors.ts';
import type { NoHistory } from '../../model/prometheus-api.ts';
import type { TrafficFault } from '../../traffic/index.ts';

/** The parameters of each. */
export interface SessionErrors {
  'session-closed': object;
  /** A later save called the check off. */
  superseded: object;
  /** `pid`: of the session that has the workspace. */
  'workspace-locked': { readonly pid: number };
  'no-step': { readonly asked: string; readonly steps: readonly string[] };
  'no-part': { readonly asked: string; readonly parts: readonly string[] };
  'nothing-to-apply': { readonly step: string };
  'no-question': { readonly step: string };
  'no-scenario': { readonly asked: string; readonly scenarios: readonly string[] };
  /** The course has none. */
  'no-scenario/none': object;
  /** It does not start. */
  'app-not-running': object;
  'app-not-reachable': object;
  /** The app was started again while it was checked, and has not had the step's traffic. */
  'app-restarted': object;
  'history-not-loaded': { readonly why: NoHistory };
  /** The step is about an incident whose past Prometheus cannot have. */
  'incident-not-played': { readonly why: NoHistory };
  /** The course describes the history `name` wrongly. */
  'history-not-loaded/description': {
    readonly name: string;
    readonly problems: readonly { readonly line: number; readonly message: string }[];
  };
  /** `sent`: how many requests got a response; `failed`: how many did not. */
  'traffic-failed': {
    readonly scenario: string;
    readonly sent: number;
    readonly failed: number;
    readonly why: TrafficFault;
  };
  /** The running session went away before it answered. */
  'session-lost': object;
  'session-silent': { readonly afterMs: number };
  /** The session that answers is another workspace's; `isRefused`: it says so itself, and has done nothing. */
  'other-workspace': { readonly isRefused: boolean };
  'bad-call/not-json': object;
  'bad-call/no-call': object;
  'bad-call/unknown-call': { readonly name: string };
  'bad-call/params': object;
  'bad-call/unknown-param': { readonly call: string; readonly param: string };
  'bad-call/param-type': { readonly call: string; readonly param: string; readonly type: string };
  'bad-call/param-missing': { readonly call: string; readonly param: string };
  'bad-call/param-value': { readonly call: string; readonly values: readonly string[] };
}

export const sessionError = labErrors<SessionErrors>();
