// Why the learner's app does not run.
import type { AppExit, Listen, StartFailure } from '../../../model/app-run.ts';
import { duration, listed } from '../grammar/phrases.ts';

function placeOf(listen: Listen): string {
  const name = listen.status === 'listening' ? listen.name : undefined;
  return name === undefined ? `port ${listen.asked}` : JSON.stringify(name);
}

/** How the app exited: its error and the place where that is known, else the last lines that it printed. */
function exitOf(exit: AppExit): string {
  const at = exit.at === undefined ? '' : ` (${exit.at})`;
  if (exit.error !== undefined) return `It exited with an error: ${exit.error}${at}`;
  const how = exit.signal === null ? `with exit code ${exit.code ?? 'unknown'}` : `on ${exit.signal}`;
  const tail = exit.lastLines.slice(-6).map((line) => `  ${line}`);
  return [`It exited ${how}${at}.`, ...tail].join('\n');
}

/** Why the app did not start, with the place in the learner's file where it is known. */
function startFailure(failure: StartFailure): string {
  switch (failure.kind) {
    case 'missing-entry':
      return `${failure.file} is missing from your folder.`;
    case 'syntax-error':
      return `${failure.file}:${failure.line}:${failure.column}: ${failure.message}\n  ${failure.lineText.trim()}`;
    case 'unresolved-import': {
      const line = failure.line === undefined ? '' : `:${failure.line}`;
      return `${failure.file === undefined ? '' : `${failure.file}${line}: `}"${failure.specifier}" cannot be found.`;
    }
    case 'crashed':
    case 'exited':
      return exitOf(failure.exit);
    case 'listen-failed':
      return failure.listen.status === 'failed'
        ? `The app could not listen on port ${failure.listen.asked}: ${failure.listen.message}`
        : `The app could not listen on port ${failure.listen.asked}.`;
    case 'never-listened': {
      const others = failure.listens?.filter(({ status }) => status === 'listening') ?? [];
      const after = duration(failure.afterMs);
      return others.length === 0
        ? `The app runs, but after ${after} it does not listen on any port.`
        : `The app runs, but after ${after} it listens on ${listed(others.map(placeOf))} instead of port ${failure.port}.`;
    }
    case 'unresponsive':
      return `The app runs, but it has been too busy to respond for ${duration(failure.afterMs)}. Is there an infinite loop?`;
    default:
      return failure satisfies never;
  }
}

export const app = {
  exit: exitOf,
  startFailure,
  down: (failure: StartFailure) => `Your app is not running. ${startFailure(failure)}`,
  exited: (exit: AppExit) => `Your app has stopped. ${exitOf(exit)}`,
  runsAgain: 'Your app is running again.',
  unresponsive: 'Your app has stopped responding. Look for an infinite loop.',
  responsive: 'Your app responds again.',
};
