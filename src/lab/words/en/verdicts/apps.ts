// How the app starts, listens and ends.
import type { AppFacts } from '../../../checks/facts/apps.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { outputText } from '../../contract/format.ts';
import { duration, listed } from '../grammar/phrases.ts';
import { clientErrorWords, runtimeHint, syntaxHint } from './program-errors.ts';

const place = (at: string | undefined): string => (at === undefined ? '' : ` at ${at}`);
const inParentheses = (at: string | undefined): string => (at === undefined ? '' : ` (${at})`);

const printed = ({ error, output }: Pick<AppFacts['app-ended-in-check'], 'error' | 'output'>) =>
  error ?? outputText(output);

export const apps = {
  'entry-not-there': ({ file }) => ({
    message: `${file} does not exist.`,
    hint: `Restore ${file}, or start the step over to get a working copy.`,
  }),
  'file-unreadable': ({ file, line, column, lineText, said, known }) => ({
    message: `There is a syntax error at ${file}:${line}:${column}: ${said}`,
    observed: `${lineText}\n${' '.repeat(Math.max(0, column - 1))}^`,
    hint:
      known === undefined
        ? `Look at line ${line} and the line above it: a parenthesis, brace, quote, or comma is often missing there.`
        : syntaxHint(known),
  }),
  'imported-file-not-there': ({ specifier, at }) => ({
    message: `The imported file ${specifier} does not exist${inParentheses(at)}.`,
    hint: 'Check the path and the extension of the imported file, including `.ts`.',
  }),
  'imported-package-not-installed': ({ specifier, at }) => ({
    message: `The package ${specifier} is imported but not installed${inParentheses(at)}.`,
    hint: 'Check the spelling of the package in the import, or install it in the workspace with npm.',
  }),
  'app-listens-nowhere': ({ afterMs, output }) => ({
    message: 'The app runs but does not listen on any port.',
    expected: 'a call of listen()',
    observed: outputText(output) ?? `no listen() within ${duration(afterMs)}`,
    hint: 'Make sure that the `listen()` call at the end of the file is still there and is reached, and that its first argument is the port.',
  }),
  'app-frozen': ({ afterMs, output }) => ({
    message: 'The app is stuck in an endless computation and does not respond.',
    observed:
      outputText(output) ??
      (afterMs === undefined ? undefined : `no sign of life within ${duration(afterMs)}`),
    hint: 'Look for a loop that never ends.',
  }),
  'listens-on-name': ({ port, name }) => ({
    message: `\`listen()\` gets ${JSON.stringify(name)} instead of port ${port}.`,
    expected: `port ${port}`,
    observed: JSON.stringify(name),
    hint: 'Pass `listen()` the port number first, and the host after it.',
  }),
  'listens-on-other-ports': ({ port, others }) => ({
    message: `The app does not listen on port ${port}.`,
    expected: `port ${port}`,
    observed: others.length === 0 ? 'no port' : listed(others.map((other) => `port ${other}`)),
    hint: 'Compare the port number with the one in the step.',
  }),
  'port-listened-on-twice': ({ port, error }) => ({
    message: `The app listens on port ${port} twice, and the second call fails.`,
    observed: error,
    hint: 'Give each server a separate port. The callback of `listen()` receives the error: report it.',
  }),
  'port-not-allowed': ({ port, error }) => ({
    message: `The app cannot listen on port ${port}.`,
    observed: error,
    hint: 'Use the port number that the step names.',
  }),
  'port-out-of-range': ({ port, at, ...rest }) => ({
    message: `The app cannot listen on port ${port}, because no such port exists${inParentheses(at)}.`,
    observed: printed(rest),
    hint: 'Use the port number that the step names.',
  }),
  'client-error-at-start': ({ known, at, ...rest }) => {
    const { what, hint } = clientErrorWords(known);
    return { message: `${what}${inParentheses(at)}.`, observed: printed(rest), hint };
  },
  'app-crashed-at-start': ({ known, at, ...rest }) => ({
    message: `The app crashed at startup${inParentheses(at)}.`,
    observed: printed(rest),
    hint:
      known === undefined
        ? 'Read the error: its first line says what is wrong, and the line number says where.'
        : runtimeHint(known),
  }),
  'app-exited-at-start': ({ exitCode, output }) => ({
    message: `The app exited before it listened on a port (exit code ${exitCode ?? 'none'}).`,
    observed: outputText(output),
    hint: 'A server runs until it is stopped. Make sure that `listen()` is reached and that nothing ends the process.',
  }),
  'client-error-ended-app': ({ known, at, ...rest }) => {
    const { what, hint } = clientErrorWords(known);
    return { message: `A request crashed the app${place(at)}: ${what}.`, observed: printed(rest), hint };
  },
  'app-ended-in-check': ({ known, at, ...rest }) => ({
    message: `The app exited during the check${inParentheses(at)}.`,
    observed: printed(rest),
    hint:
      known === undefined
        ? 'An error that is not caught ends the whole app: read its first line and the line number.'
        : clientErrorWords(known).hint,
  }),
} satisfies FailEntries<AppFacts>;
