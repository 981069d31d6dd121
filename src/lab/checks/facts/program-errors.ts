// The codes of errors of the client.
import type { ClientErrors } from '../../runtimes/contract/program-errors.ts';
import type { FailCode } from './codes.ts';

/** The code where the error ends the app at startup, and where a request causes it. */
export const clientErrorCodes = {
  'metric-defined-twice': { start: 'defined-twice', request: 'created-in-handler' },
  'metric-from-arguments': { start: 'positional-arguments', request: 'endpoint-broken' },
  'help-left-out': { start: 'help-missing', request: 'endpoint-broken' },
  'name-left-out': { start: 'name-missing', request: 'endpoint-broken' },
  'name-not-allowed': { start: 'name-invalid', request: 'endpoint-broken' },
  'new-left-out': { start: 'new-missing', request: 'endpoint-broken' },
  'label-values-as-list': { start: 'label-not-declared', request: 'label-not-declared' },
  'label-not-declared': { start: 'label-not-declared', request: 'label-not-declared' },
  'label-values-uneven': { start: 'app-crashed', request: 'endpoint-broken' },
  'amount-not-a-number': { start: 'app-crashed', request: 'endpoint-broken' },
  'counter-decreased': { start: 'app-crashed', request: 'endpoint-broken' },
  'label-names-not-a-list': { start: 'app-crashed', request: 'endpoint-broken' },
  'metric-method-unknown': { start: 'app-crashed', request: 'endpoint-broken' },
  'register-detached': { start: 'app-crashed', request: 'endpoint-broken' },
  'metric-detached': { start: 'app-crashed', request: 'endpoint-broken' },
} as const satisfies Record<keyof ClientErrors, { readonly start: FailCode; readonly request: FailCode }>;
