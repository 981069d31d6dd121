// Why the learner's app did not come up, with the place: StartFailure -> verdict.
import type { AppExit, Listen, StartFailure } from '../../model/app-run.ts';
import type { Blocked, Fail } from '../../model/verdict.ts';
import type { OutputReader } from '../../runtimes/contract/output.ts';
import { unreachable } from '../../../unreachable.ts';
import { failed, notJudged } from '../facts/verdicts.ts';

/** The verdict for an app that did not come up: everything that the learner can fix is a fail with its place. */
export function verdictOfStartFailure(
  failure: StartFailure,
  run: 'isolated' | 'live',
  output: OutputReader,
): Fail | Blocked {
  switch (failure.kind) {
    case 'missing-entry':
      return failed('entry-not-there', { file: failure.file });
    case 'syntax-error': {
      const { file, line, column, message: said, lineText } = failure;
      const known = output.syntaxError(said, lineText);
      return failed('file-unreadable', { file, line, column, lineText, said, known });
    }
    case 'unresolved-import':
      return unresolvedImport(failure);
    case 'crashed':
    case 'exited':
      return verdictOfExit(failure.kind, failure.exit, run, output);
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
export function portInUse({ error = '' }: AppExit, output: OutputReader): Listen | undefined {
  const port = output.portInUse(error);
  return port === undefined
    ? undefined
    : { status: 'failed', asked: port, code: 'EADDRINUSE', message: error.replace(/^Error: /, '') };
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
function verdictOfExit(
  kind: 'crashed' | 'exited',
  exit: AppExit,
  run: 'isolated' | 'live',
  output: OutputReader,
): Fail | Blocked {
  const taken = portInUse(exit, output);
  if (taken !== undefined) return listenFailed(taken, run);
  const text = textOf(exit);
  const ofClient = output.clientError(text);
  if (ofClient !== undefined) return failed('client-error-at-start', { ...endOf(exit), known: ofClient });
  const specifier = output.missingImport(text);
  if (specifier !== undefined) return unresolvedImport({ specifier });
  const { error = '' } = exit;
  const port = output.portOutOfRange(error);
  if (port !== undefined) return failed('port-out-of-range', { ...endOf(exit), port });
  return kind === 'crashed'
    ? failed('app-crashed-at-start', { ...endOf(exit), known: output.programError(error) })
    : failed('app-exited-at-start', { exitCode: exit.code, output: exit.lastLines });
}
