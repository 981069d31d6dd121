// What can be found about how the app starts, listens and ends: facts, and the code of each. `words/en/verdicts/apps.ts` words
// them.
import type { FactOf } from '../../model/verdict.ts';
import type { FactCodes } from './codes.ts';
import type { ClientErrors, RuntimeErrors, SyntaxErrors } from '../../runtimes/contract/program-errors.ts';
import { clientErrorCodes } from './program-errors.ts';

interface Import {
  readonly specifier: string;
  /** `main.ts:2` */
  readonly at: string | undefined;
}

/** How the app ended. */
interface Ended {
  /** `main.ts:12:5`, the line that threw. */
  readonly at: string | undefined;
  /** The first line of the error that was not caught. */
  readonly error: string | undefined;
  /** Its last lines of output, oldest first. */
  readonly output: readonly string[];
}

/** The parameters of each. `port`: the one that the step or the program asks for. */
export interface AppFacts {
  'entry-not-there': { readonly file: string };
  /** `said`: the words of the bundler. Line and column begin at 1. */
  'file-unreadable': {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly lineText: string;
    readonly said: string;
    readonly known: FactOf<SyntaxErrors> | undefined;
  };
  'imported-file-not-there': Import;
  'imported-package-not-installed': Import;
  'app-listens-nowhere': { readonly afterMs: number; readonly output: readonly string[] };
  /** `afterMs`: how long was waited for it, where it never was ready. */
  'app-frozen': { readonly afterMs: number | undefined; readonly output: readonly string[] };
  /** `listen()` got a name in place of a port. */
  'listens-on-name': { readonly port: number; readonly name: string };
  'listens-on-other-ports': { readonly port: number; readonly others: readonly number[] };
  /** `error`: what the system says. */
  'port-listened-on-twice': { readonly port: number; readonly error: string | undefined };
  'port-not-allowed': { readonly port: number; readonly error: string | undefined };
  'port-out-of-range': Ended & { readonly port: string };
  'client-error-at-start': Ended & { readonly known: FactOf<ClientErrors> };
  'app-crashed-at-start': Ended & { readonly known: FactOf<RuntimeErrors> | undefined };
  'app-exited-at-start': { readonly exitCode: number | null; readonly output: readonly string[] };
  /** An error of the client that names the mistake by itself ended the app during a check. */
  'client-error-ended-app': Ended & { readonly known: FactOf<ClientErrors> };
  'app-ended-in-check': Ended & { readonly known: FactOf<ClientErrors> | undefined };
}

export const appFactCodes = {
  'entry-not-there': 'missing-entry',
  'file-unreadable': 'syntax-error',
  'imported-file-not-there': 'unresolved-import',
  'imported-package-not-installed': 'missing-package',
  'app-listens-nowhere': 'never-listened',
  'app-frozen': 'unresponsive',
  'listens-on-name': 'not-listening-on-port',
  'listens-on-other-ports': 'not-listening-on-port',
  'port-listened-on-twice': 'port-used-twice',
  'port-not-allowed': 'port-refused',
  'port-out-of-range': 'port-refused',
  'client-error-at-start': ({ known }) => clientErrorCodes[known.kind].start,
  'app-crashed-at-start': 'app-crashed',
  'app-exited-at-start': 'app-exited',
  'client-error-ended-app': ({ known }) => clientErrorCodes[known.kind].request,
  'app-ended-in-check': 'app-died',
} as const satisfies FactCodes<AppFacts>;
