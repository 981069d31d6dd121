// Which Prometheus is used, and why.
import type { ChoiceFacts } from '../../../prometheus/index.ts';
import type { SayError, TextEntries } from '../../contract/entries.ts';

const EMBEDDED = "Using the lab's own embedded Prometheus";

/** The words of a choice; `say` words an error that it carries. */
export const createChoices = (say: SayError) =>
  ({
    'uses-embedded/asked-for': () => `${EMBEDDED}, as requested.`,
    'uses-embedded/none-found': ({ error }) =>
      error === undefined
        ? `${EMBEDDED}, because no Prometheus is installed.`
        : `${EMBEDDED}. ${say(error).message}`,
    'uses-attached': ({ url }) => `Using your Prometheus at ${url}.`,
    'uses-program/asked-for': ({ version, path }) =>
      `Using Prometheus ${version} from ${path}, as requested.`,
    'uses-program/on-path': ({ version, path }) => `Using Prometheus ${version}, found on PATH (${path}).`,
    'uses-program/cached': ({ version, path }) =>
      `Using Prometheus ${version} from the lab's cache (${path}).`,
  }) satisfies TextEntries<ChoiceFacts>;
