// Why the learner's app cannot be run or judged, for a reason that is not its code.
import type { AppErrors, AwaitedWork } from '../../../app-process/index.ts';
import type { PrepareErrors } from '../../../runtimes/contract/errors.ts';
import type { ErrorEntries } from '../../contract/entries.ts';
import { duration } from '../grammar/phrases.ts';

const NOT_YOUR_CODE = 'Your code is not the cause. Try again.';
const CHECK_AGAIN = 'Check again. If the computer is busy with other programs, close some of them first.';

const AWAITED: Readonly<Record<AwaitedWork, string>> = {
  request: 'a response to a request',
  store: 'the store',
  computing: 'node:crypto, node:zlib, or WebAssembly',
  'due-timer': 'a timer that is due',
  turn: 'the next turn of its event loop',
  file: 'a file to be read or written',
  'host-name': 'a host name to be resolved',
  connection: 'a connection to be made',
  sending: 'data to be sent',
  system: 'the operating system',
  timers: 'its timers',
};
const whatFor = (awaited: AwaitedWork | undefined): string =>
  awaited === undefined ? 'something' : AWAITED[awaited];

export const appErrors = {
  'app-not-spawned/late': ({ afterMs }) => ({
    message: `Node did not reach the code of your app within ${duration(afterMs)}.`,
    hint: NOT_YOUR_CODE,
  }),
  'app-not-spawned/loading': ({ afterMs }) => ({
    message: `The packages that your app imports were not loaded within ${duration(afterMs)}.`,
    hint: NOT_YOUR_CODE,
  }),
  'app-not-spawned/exited': ({ lastLines }) => ({
    message: `Node exited before it reached the code of your app: ${lastLines.join('\n')}`,
    hint: NOT_YOUR_CODE,
  }),
  'app-not-spawned/refused': ({ program, said }) => ({
    message: `The system did not start ${program}: ${said}`,
  }),
  'app-stopped': () => ({ message: 'Your app was stopped before it was ready.' }),
  'app-gone': () => ({
    message: 'Your app is no longer running.',
    hint: 'Read the last lines that it printed, then start it again.',
  }),
  'app-unresponsive': ({ afterMs }) => ({
    message: `Your app has not responded for ${duration(afterMs)}.`,
    hint: 'Look for a loop that never ends. While it runs, nothing else in the app can.',
  }),
  'app-silent': ({ afterMs }) => ({
    message: `Your app did not respond to the lab within ${duration(afterMs)}, and used little processor time.`,
    hint: 'Look for a call that blocks the event loop, such as execSync. If there is none, close other programs, because the computer is busy.',
  }),
  'app-not-ended': ({ pid }) => ({
    message: `The system did not stop your app (process ${pid}).`,
    hint: 'End this process yourself, then restart the app.',
  }),
  'app-still-starting': ({ awaited }) => ({
    message: `Your app does not listen yet: it still waits for ${whatFor(awaited)}.`,
    hint: CHECK_AGAIN,
  }),
  'app-not-at-rest': ({ awaited }) => ({
    message: `Your app is still busy: it waits for ${whatFor(awaited)}.`,
    hint: CHECK_AGAIN,
  }),
  'workspace-not-writable': ({ dir }) => ({
    message: `The lab cannot write to ${dir}.`,
    hint: 'Make the folder writable, or use another one with --dir.',
  }),
} satisfies ErrorEntries<AppErrors>;

export const prepareErrors = {
  'app-not-bundled': ({ said }) => ({
    message: `esbuild could not read the files of your app: ${said}`,
    hint: 'Your code is not the cause. Close other programs, check the permissions of your files, and try again.',
  }),
} satisfies ErrorEntries<PrepareErrors>;
