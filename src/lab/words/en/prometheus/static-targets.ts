// What is wrong with a target as it is written.
import type { JobFacts } from '../../../checks/facts/prometheus/jobs.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import type { FailEntries, FailWords } from '../../contract/entries.ts';
import { where } from './places.ts';

type Kind = Exclude<Extract<keyof JobFacts, `target${string}`>, 'targets-missing' | 'targets-among-jobs'>;
type Written = JobFacts['target-has-path'];

const HOST_COLON_PORT = 'Write a host, a colon, and a port.';

/** Words that show the target. */
const told = ({ at, target }: Written, what: string, hint: string): FailWords => ({
  message: `${where(at)}: ${what}.`,
  expected: 'host:port of the metrics',
  observed: shortened(target),
  hint,
});

/** The same, about the target. */
const about = (written: Written, what: string, hint: string): FailWords =>
  told(written, `the target ${shortened(written.target, 60)} ${what}`, hint);

const wrongSeparator = (written: Written & { readonly separator: string }): FailWords =>
  about(
    written,
    `has ${JSON.stringify(written.separator)} where a colon belongs`,
    'Put a colon between the host and the port, without spaces.',
  );

const SLIPS: Readonly<Record<'quoted-list' | 'other-brackets' | 'none', string>> = {
  'quoted-list': 'Move the quotes inside the square brackets, around the target.',
  'other-brackets': 'Write a list on one line between square brackets: [ and ].',
  none: 'Write the targets as the first job does.',
};

export const staticTargets = {
  'targets-not-a-list': ({ at, text, slip }) => ({
    message: `${where(at)}: targets must be a list, even for a single target.`,
    expected: 'a list: square brackets, or a dash for each target',
    observed: shortened(text),
    hint: SLIPS[slip ?? 'none'],
  }),
  'target-with-space': ({ at, text, host }) => ({
    message: `${where(at)}: this target has a space after its colon.`,
    expected: 'host:port',
    observed: shortened(text),
    hint: `Write the target without spaces, in quotes. With the space, YAML takes ${shortened(host, 40)} for a key.`,
  }),
  'target-not-text': ({ at, text }) => ({
    message: `${where(at)}: this item of the list is not a target.`,
    expected: 'host:port',
    observed: shortened(text),
    hint: `${HOST_COLON_PORT} If the host has brackets, put the target in quotes.`,
  }),

  'target-has-scheme': ({ scheme, ...written }) =>
    about(written, `begins with ${scheme}`, 'Write only a host and a port: Prometheus adds the scheme.'),
  'target-has-path': (written) =>
    about(written, 'has a path', 'Write only a host and a port: Prometheus adds the path.'),
  'target-quote-unpaired': ({ side, ...written }) =>
    about(
      written,
      side === 'before'
        ? 'has a quote before it but none after it'
        : 'has a quote after it but none before it',
      'Put quotes on both sides of the target, or remove the one that is there.',
    ),
  'target-has-placeholder': ({ placeholder, ...written }) =>
    about(
      written,
      `has a placeholder, ${placeholder}`,
      'Write the host and the port themselves: Prometheus replaces nothing in this file.',
    ),
  'target-dot-for-colon': wrongSeparator,
  'target-other-separator': wrongSeparator,
  'target-malformed': ({ hasComma, ...written }) =>
    told(
      written,
      `${JSON.stringify(shortened(written.target, 60))} is not a target`,
      hasComma
        ? 'Make each target an item of the list, in separate quotes.'
        : 'Write a host, a colon, and a port, and nothing else.',
    ),
  'target-without-host': (written) => about(written, 'has a port but no host', HOST_COLON_PORT),
  'target-without-port': (written) =>
    about(written, 'has no port', 'Add the port of the metrics: without a port, Prometheus uses port 80.'),
  'target-port-not-a-number': (written) =>
    about(written, 'has no port number after its colon', HOST_COLON_PORT),
  'target-port-too-high': (written) =>
    about(
      written,
      'has a port that does not exist',
      'Use the port that you gave the metrics. The highest port is 65535.',
    ),
  'target-has-many-colons': (written) =>
    about(
      written,
      'has more than one colon',
      `${HOST_COLON_PORT} Put square brackets around an IPv6 address.`,
    ),
  'target-wrong-host': ({ meant, ...written }) =>
    about(
      written,
      'is not on this computer',
      meant === undefined
        ? 'Use the same host as the first job: the app runs on this computer.'
        : `Did you mean ${meant}? The app runs on this computer.`,
    ),
  'target-is-api-port': (written) =>
    told(
      written,
      `${shortened(written.target, 60)} is the API, which has no metrics`,
      'Use the port that you gave the metrics: the app listens on two ports.',
    ),
  'target-wrong-port': ({ port, ...written }) =>
    told(written, `the app does not listen on port ${port}`, 'Use the port that you gave the metrics.'),
} satisfies FailEntries<Pick<JobFacts, Kind>>;
