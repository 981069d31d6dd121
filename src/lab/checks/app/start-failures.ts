// Why the learner's app did not come up, with the place: StartFailure -> verdict.
import type { AppExit, Listen, StartFailure } from '../../model/app-run.ts';
import type { Blocked, Fail } from '../../model/verdict.ts';
import { findClientError } from '../../runtimes/node/explain/client-errors.ts';
import { findRuntimeError, findSyntaxError } from '../../runtimes/node/explain/known-errors.ts';
import { unreachable } from '../../../unreachable.ts';
import { failed, notJudged } from '../facts/verdicts.ts';

/** The verdict for an app that did not come up: everything that the learner can fix is a fail with its place. */
export function verdictOfStartFailure(failure: StartFailure, run: 'isolated' | 'live'): Fail | Blocked {
  switch (failure.kind) {
    case 'missing-entry':
      return failed('entry-not-there', { file: failure.file });
    case 'syntax-error': {
      const { file, line, column, message: said, lineText } = failure;
      const known = findSyntaxError(said, lineText);
      return failed('file-unreadable', { file, line, column, lineText, said, known });
    }
    case 'unresolved-import':
      return unresolvedImport(failure);
    case 'crashed':
    case 'exited':
      return verdictOfExit(failure.kind, failure.exit, run);
    case 'listen-failed':
      return listenFailed(failure.listen, run);
    case 'never-listened': {
      const listens = failure.listens?.filter(({ status }) => status === 'listening') ?? [];
      if (listens.length > 0) return notListening(failure.port, listens);
      return failed('app-listens-nowhere', { afterMs: failure.afterMs, output: failure.lastLines });
    }
    case 'unresponsive':
      return failed('app-frozen', { afterMs: failure.afterMs, output: failure.lastLines });
    default:
      return unreachable(failure);
  }
}

function unresolvedImport({
  specifier,
  file,
  line,
}: Omit<Extract<StartFailure, { kind: 'unresolved-import' }>, 'kind'>): Fail {
  const at = file === undefined || line === undefined ? file : `${file}:${line}`;
  const kind = /^[./]/.test(specifier) ? 'imported-file-not-there' : 'imported-package-not-installed';
  return failed(kind, { specifier, at });
}

/** What the app listens on: the name that it gave in place of a port, and its ports. */
export function listeningOn(listens: readonly Listen[]): {
  readonly name: string | undefined;
  readonly ports: readonly number[];
} {
  const open = listens.filter((listen) => listen.status === 'listening');
  return { name: open.find(({ name }) => name !== undefined)?.name, ports: open.map(({ asked }) => asked) };
}

/** The verdict for an app that listens, but not on the port asked for. */
export function notListening(port: number, listens: readonly Listen[]): Fail {
  const { name, ports } = listeningOn(listens);
  return name === undefined
    ? failed('listens-on-other-ports', { port, others: ports })
    : failed('listens-on-name', { port, name });
}

/** The listen that ended the app, where that was it. */
export function portInUse(exit: AppExit): Listen | undefined {
  const message = exit.error ?? '';
  const port = /EADDRINUSE.*?:(\d+)\s*$/.exec(message)?.[1];
  return port === undefined
    ? undefined
    : { status: 'failed', asked: Number(port), code: 'EADDRINUSE', message: message.replace(/^Error: /, '') };
}

/** The verdict for a `listen` that failed. */
export function listenFailed(listen: Listen, run: 'isolated' | 'live'): Fail | Blocked {
  const { asked: port } = listen;
  const { code, message: error } =
    listen.status === 'failed' ? listen : { code: undefined, message: undefined };
  if (code !== 'EADDRINUSE') return failed('port-not-allowed', { port, error });
  // In an isolated run every port is a free one: only the app itself can have taken it.
  return run === 'isolated'
    ? failed('port-listened-on-twice', { port, error })
    : notJudged('port-taken', { port });
}

/** What a verdict says of how the app ended. */
export function endOf({ at, error, lastLines: output }: AppExit) {
  return { at, error, output };
}

/** All that is known of an error that ended the app, as text. */
export const textOf = ({ error = '', lastLines }: AppExit): string => [error, ...lastLines].join('\n');

/** The verdict for an app that ended while it started. */
export function verdictOfExit(
  kind: 'crashed' | 'exited',
  exit: AppExit,
  run: 'isolated' | 'live',
): Fail | Blocked {
  const taken = portInUse(exit);
  if (taken !== undefined) return listenFailed(taken, run);
  const text = textOf(exit);
  const ofClient = findClientError(text);
  if (ofClient !== undefined) return failed('client-error-at-start', { ...endOf(exit), known: ofClient });
  const specifier = /Cannot find (?:package|module) '([^']+)'/.exec(text)?.[1];
  if (specifier !== undefined) return unresolvedImport({ specifier });
  const { error = '' } = exit;
  const port = /options\.port should be >= 0 and < 65536\. Received (?:type \w+ )?\(?'?([^')]*)/.exec(
    error,
  )?.[1];
  if (port !== undefined) return failed('port-out-of-range', { ...endOf(exit), port });
  return kind === 'crashed'
    ? failed('app-crashed-at-start', { ...endOf(exit), known: findRuntimeError(error) })
    : failed('app-exited-at-start', { exitCode: exit.code, output: exit.lastLines });
}
