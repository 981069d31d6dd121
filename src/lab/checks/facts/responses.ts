// What can be found about how the app responds to requests: facts, and the code of each. `words/en/verdicts/responses.ts` words
// them.
import type { FactOf } from '../../model/verdict.ts';
import type { FactCodes } from './codes.ts';
import type { ClientErrors, RuntimeErrors } from '../../runtimes/contract/program-errors.ts';
import { clientErrorCodes } from './program-errors.ts';

interface Response {
  /** `GET /cart` */
  readonly request: string;
  /** The status asked for, where the check asks for one. */
  readonly wanted: number | undefined;
}

/** The parameters of each mistake. */
export interface ResponseFacts {
  /** Another server of the app responds to it. */
  'endpoint-on-other-port': {
    readonly request: string;
    readonly port: number;
    readonly wanted: number;
  };
  /** Not complete within `afterMs`, and it never will be. */
  'response-missing': Response & { readonly afterMs: number };
  'response-too-large': { readonly request: string; readonly maxBytes: number };
  /** `error`: what the system says; undefined where the connection was refused. */
  'response-cut-off': Response & { readonly error: string | undefined };
  'status-differs': Response & { readonly found: number };
  'all-not-found': { readonly requests: readonly string[] };
  'some-not-found': { readonly requests: readonly string[] };
  /** `error`: what the page says; `output`: the last lines of the app, oldest first. */
  'handler-failed': Response & {
    readonly status: number;
    readonly error: string | undefined;
    readonly output: readonly string[];
    readonly known: FactOf<RuntimeErrors> | undefined;
  };
  'handler-failed-in-client': Response & {
    readonly status: number;
    readonly error: string | undefined;
    readonly output: readonly string[];
    readonly known: FactOf<ClientErrors>;
  };
  'body-differs': { readonly request: string; readonly wanted: string; readonly found: string };
}

export const responseFactCodes = {
  'endpoint-on-other-port': 'wrong-port',
  'response-missing': 'request-hangs',
  'response-too-large': 'wrong-body',
  'response-cut-off': 'connection-closed',
  'status-differs': 'wrong-status',
  'all-not-found': 'not-found-too-early',
  'some-not-found': 'endpoint-missing',
  'handler-failed': 'endpoint-broken',
  'handler-failed-in-client': ({ known }) => clientErrorCodes[known.kind].request,
  'body-differs': 'wrong-body',
} as const satisfies FactCodes<ResponseFacts>;
