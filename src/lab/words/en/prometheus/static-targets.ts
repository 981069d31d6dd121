// What is wrong with a target as it is written.
import type { JobFacts } from '../../../checks/facts/prometheus/jobs.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import type { FailEntries, FailWords } from '../../contract/entries.ts';
import { where, written } from './places.ts';

type Kind = Exclude<Extract<keyof JobFacts, `target${string}`>, 'targets-missing' | 'targets-among-jobs'>;
type OneTarget = JobFacts['target-has-path'];

const HOST_COLON_PORT = 'Write a host, a colon, and a port.';

/** Words that show the target. */
const told = ({ at, target }: OneTarget, what: string, hint: string): FailWords => ({
  message: `${where(at)}: ${what}.`,
  expected: 'host:port of the metrics',
  observed: shortened(target),
  hint,
});

/** The same, about the target. */
const about = (one: OneTarget, what: string, hint: string): FailWords =>
  told(one, `the target ${written(one.target)} ${what}`, hint);

const wrongSeparator = (one: OneTarget & { readonly separator: string }): FailWords =>
  about(
    one,
    // Quoted as it is: spaces count.
    `has ${JSON.stringify(one.separator.slice(0, 20))} where a colon belongs`,
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
    hint: `Write the target without spaces, in quotes. With the space, YAML takes ${written(host)} for a key.`,
  }),
  'target-not-text': ({ at, text }) => ({
    message: `${where(at)}: this item of the list is not a target.`,
    expected: 'host:port',
    observed: shortened(text),
    hint: `${HOST_COLON_PORT} If the host has brackets, put the target in quotes.`,
  }),

  'target-has-scheme': ({ scheme, ...one }) =>
    about(one, `begins with ${written(scheme)}`, 'Write only a host and a port: Prometheus adds the scheme.'),
  'target-has-path': (one) =>
    about(one, 'has a path', 'Write only a host and a port: Prometheus adds the path.'),
  'target-quote-unpaired': ({ side, ...one }) =>
    about(
      one,
      side === 'before'
        ? 'has a quote before it but none after it'
        : 'has a quote after it but none before it',
      'Put quotes on both sides of the target, or remove the one that is there.',
    ),
  'target-has-placeholder': ({ placeholder, ...one }) =>
    about(
      one,
      `has a placeholder, ${written(placeholder)}`,
      'Write the host and the port themselves: Prometheus replaces nothing in this file.',
    ),
  'target-dot-for-colon': wrongSeparator,
  'target-other-separator': wrongSeparator,
  'target-malformed': ({ hasComma, ...one }) =>
    told(
      one,
      `${JSON.stringify(written(one.target))} is not a target`,
      hasComma
        ? 'Make each target an item of the list, in separate quotes.'
        : 'Write a host, a colon, and a port, and nothing else.',
    ),
  'target-without-host': (one) => about(one, 'has a port but no host', HOST_COLON_PORT),
  'target-without-port': (one) =>
    about(one, 'has no port', 'Add the port of the metrics: without a port, Prometheus uses port 80.'),
  'target-port-not-a-number': (one) => about(one, 'has no port number after its colon', HOST_COLON_PORT),
  'target-port-too-high': (one) =>
    about(
      one,
      'has a port that does not exist',
      'Use the port that you gave the metrics. The highest port is 65535.',
    ),
  'target-has-many-colons': (one) =>
    about(one, 'has more than one colon', `${HOST_COLON_PORT} Put square brackets around an IPv6 address.`),
  'target-wrong-host': ({ meant, ...one }) =>
    about(
      one,
      'is not on this computer',
      meant === undefined
        ? 'Use the same host as the first job: the app runs on this computer.'
        : `Did you mean ${meant}? The app runs on this computer.`,
    ),
  'target-is-api-port': (one) =>
    told(
      one,
      `${written(one.target)} is the port of the API, which serves no metrics`,
      'Use the port that you gave the metrics: the app listens on two ports.',
    ),
  'target-wrong-port': ({ port, ...one }) =>
    told(one, `the app does not listen on port ${port}`, 'Use the port that you gave the metrics.'),
} satisfies FailEntries<Pick<JobFacts, Kind>>;
