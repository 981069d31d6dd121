// Reads what Node, Express, the client, and the bundler print. The one place where their words are gathered. Pure.
import type { OutputReader } from '../../contract/output.ts';
import { findClientError } from './client-errors.ts';
import { missingModule } from './crash-report.ts';
import { errorPageText } from './express-error.ts';
import { findRuntimeError, findSyntaxError } from './known-errors.ts';
import { printedError } from './printed-error.ts';

export const output: OutputReader = {
  syntaxError: findSyntaxError,
  clientError: findClientError,
  programError: findRuntimeError,
  missingImport: missingModule,
  portInUse(error) {
    const port = /EADDRINUSE.*?:(\d+)\s*$/.exec(error)?.[1];
    return port === undefined ? undefined : Number(port);
  },
  portOutOfRange: (error) =>
    /options\.port should be >= 0 and < 65536\. Received (?:type \w+ )?\(?'?([^')]*)/.exec(error)?.[1],
  printedError,
  errorOnPage: errorPageText,
  sentByMistake(error) {
    if (/instance of Promise|\[object Promise\]/.test(error)) return 'promise';
    return /Received (?:type )?function/.test(error) ? 'function' : undefined;
  },
  // Express turns a promise into `{}`, a template into `[object Promise]`.
  isPromise: (body) => body === '{}' || body.includes('[object Promise]'),
};
