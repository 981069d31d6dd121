// Why the learner's app did not come up, in words and with the place: StartFailure -> verdict.
import type { AppExit, Listen, StartFailure } from '../../model/app-run.ts';
import type { Fail, Verdict } from '../../model/verdict.ts';
import { explainClientError } from './client-errors.ts';
import { crashHint, syntaxHint } from './error-hints.ts';
import { unreachable } from '../../../unreachable.ts';
import { outputText } from '../facts/wording.ts';
import { blocked, fail } from '../facts/verdicts.ts';

/** The verdict for an app that did not come up: everything that the learner can mend is a fail with its place. */
export function verdictOfStartFailure(failure: StartFailure, run: 'isolated' | 'live'): Verdict {
  switch (failure.kind) {
    case 'missing-entry':
      return fail('missing-entry', `${failure.file} is not there.`, {
        hint: `Put ${failure.file} back, or start the step over: that brings a working copy.`,
      });
    case 'syntax-error': {
      const { file, line, column, message, lineText } = failure;
      return fail('syntax-error', `${file}:${line}:${column} cannot be read: ${message}`, {
        observed: `${lineText}\n${' '.repeat(Math.max(0, column - 1))}^`,
        hint:
          syntaxHint(message, lineText) ??
          `Look at line ${line} and the one above it: a parenthesis, brace, quote or comma is often missing there.`,
      });
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
      return fail('never-listened', 'The app runs, and listens on no port.', {
        expected: 'a call of listen()',
        observed: outputText(failure.lastLines) ?? `no listen() within ${failure.afterMs / 1000} s`,
        hint: 'See that the listen() call at the end of the file is still there, is reached, and has the port as its first argument.',
      });
    }
    case 'unresponsive':
      return fail('unresponsive', 'The app is busy without end and answers nothing.', {
        observed: outputText(failure.lastLines) ?? `no sign of life within ${failure.afterMs / 1000} s`,
        hint: 'Look for a loop that never ends.',
      });
    default:
      return unreachable(failure);
  }
}

function unresolvedImport(failure: Extract<StartFailure, { kind: 'unresolved-import' }>): Verdict {
  const { specifier, file, line } = failure;
  const place = file === undefined ? '' : ` (${line === undefined ? file : `${file}:${line}`})`;
  if (/^[./]/.test(specifier)) {
    return fail('unresolved-import', `The file ${specifier} that is imported is not there${place}.`, {
      hint: 'Check the path and the ending of the imported file, `.ts` included.',
    });
  }
  return fail('missing-package', `The package ${specifier} is imported and not installed${place}.`, {
    hint: 'Check the spelling of the package in the import, or install it in the workspace with npm.',
  });
}

/** The verdict for an app that listens, and not on the port asked for. */
export function notListening(port: number, listens: readonly Listen[]): Fail {
  const named = listens.find((listen) => listen.status === 'listening' && listen.name !== undefined);
  if (named?.status === 'listening') {
    const name = JSON.stringify(named.name);
    return fail('not-listening-on-port', `listen() is given ${name} in place of port ${port}.`, {
      expected: `port ${port}`,
      observed: name,
      hint: 'listen() takes the number of the port first, and the host after it.',
    });
  }
  const ports = listens.filter(({ status }) => status === 'listening').map(({ asked }) => `port ${asked}`);
  return fail('not-listening-on-port', `The app does not listen on port ${port}.`, {
    expected: `port ${port}`,
    observed: ports.length === 0 ? 'no port' : ports.join(', '),
    hint: 'Compare the port number with the one in the step.',
  });
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
export function listenFailed(listen: Listen, run: 'isolated' | 'live'): Verdict {
  const { asked } = listen;
  const code = listen.status === 'failed' ? listen.code : '';
  // In an isolated run every port is a free one: only the app itself can have taken it.
  if (code === 'EADDRINUSE' && run === 'isolated') {
    return fail('port-used-twice', `The app listens twice on port ${asked}: the second time fails.`, {
      observed: listen.status === 'failed' ? listen.message : undefined,
      hint: 'Each server needs a port of its own, and the callback of listen() is told of an error: report it.',
    });
  }
  if (code === 'EADDRINUSE') {
    return blocked(
      'port-taken',
      `Port ${asked}, which the app needs, is taken by another program.`,
      'End that program (`ecom-lab doctor` names it), then check again.',
    );
  }
  return fail('port-refused', `The app cannot listen on port ${asked}.`, {
    observed: listen.status === 'failed' ? listen.message : undefined,
    hint: 'Use the port number that the step names.',
  });
}

/** The verdict for an app that ended while it started. */
export function verdictOfExit(kind: 'crashed' | 'exited', exit: AppExit, run: 'isolated' | 'live'): Verdict {
  const taken = portInUse(exit);
  if (taken !== undefined) return listenFailed(taken, run);
  const known = explainClientError([exit.error ?? '', ...exit.lastLines].join('\n'));
  const place = exit.at === undefined ? '' : ` at ${exit.at}`;
  const observed = exit.error ?? outputText(exit.lastLines);
  if (known !== undefined) {
    return fail(
      known.startCode,
      place === '' ? known.message : known.message.replace(/\.?$/, ` (${exit.at}).`),
      {
        observed,
        hint: known.hint,
      },
    );
  }
  const missing = /Cannot find (?:package|module) '([^']+)'/.exec(
    `${exit.error ?? ''}\n${exit.lastLines.join('\n')}`,
  );
  if (missing?.[1] !== undefined)
    return unresolvedImport({ kind: 'unresolved-import', specifier: missing[1] });
  const noPort = /options\.port should be >= 0 and < 65536\. Received (?:type \w+ )?\(?'?([^')]*)/.exec(
    exit.error ?? '',
  )?.[1];
  if (noPort !== undefined) {
    return fail('port-refused', `The app cannot listen on port ${noPort}${place}: there is no such port.`, {
      observed,
      hint: 'Use the port number that the step names.',
    });
  }
  if (kind === 'crashed') {
    return fail('app-crashed', `The app crashed while it started${place}.`, {
      observed,
      hint:
        crashHint(exit.error ?? '') ??
        'Read the error: its first line says what is wrong, and the place says where.',
    });
  }
  return fail(
    'app-exited',
    `The app ended by itself before it listened (exit code ${exit.code ?? 'none'}).`,
    {
      observed: outputText(exit.lastLines),
      hint: 'A server runs until it is stopped: see that listen() is reached and that nothing ends the process.',
    },
  );
}
