// What is wrong in the running Prometheus: its configuration, its targets, the value of a query.
import type { FileLine } from '../../../checks/facts/prometheus/places.ts';
import type { ScrapeCause, TargetFacts } from '../../../checks/facts/prometheus/targets.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import type { FailEntries, FailWords } from '../../contract/entries.ts';
import { moveKey } from './jobs.ts';
import { listed } from '../grammar/phrases.ts';
import { where, written } from './places.ts';

type Reason = TargetFacts['config-rejected']['reason'];

/** What is wrong, and what to do. */
const REASONS: Readonly<Record<NonNullable<Reason>, readonly [string, string]>> = {
  duration: ['a value is not a duration', 'Write a number and its unit without a space, like 30s or 1m.'],
  relabeling: [
    'a rule of relabel_configs or metric_relabel_configs is wrong',
    'Compare its action, regex, and target_label with the documentation of relabel_config.',
  ],
  escape: [
    'inside double quotes, a backslash begins an escape sequence, but this one does not exist',
    'Remove the backslash, or use single quotes.',
  ],
  yaml: [
    'this is not valid YAML',
    'Look at the colons, dashes, quotes, and brackets of the line and the one above it.',
  ],
  encoding: [
    'the file has an invisible character, or is not saved as UTF-8',
    'Save the file with the encoding UTF-8, or type the line again.',
  ],
};

const TYPES: Readonly<Record<TargetFacts['rejected-value']['wanted'], string>> = {
  list: 'a list: a dash before each item, or square brackets around all',
  boolean: 'true or false',
  number: 'a number',
  value: 'one value',
  keys: 'keys with values',
};

/** What Prometheus does not accept, with its message. */
const rejected = (
  { line, said }: { readonly line: number | undefined; readonly said: string },
  what: string,
  hint: string,
  expected?: string,
): FailWords => ({
  message: `${line === undefined ? 'Prometheus does not accept the configuration' : `Line ${line}`}: ${what}.`,
  expected,
  observed: shortened(said, 300),
  hint,
});

/** Why a scrape failed, and where to look. */
const CAUSES: Readonly<Record<ScrapeCause, readonly [string, string]>> = {
  refused: [
    'nothing listens on that port',
    'Make sure that the app runs, and that it serves its metrics on that port.',
  ],
  timeout: [
    'the page did not arrive in time',
    'Open the page in a browser, and see whether it loads completely.',
  ],
  'not-found': [
    'there is no such page',
    'Prometheus requests the path at the end of the address. Make sure that the app serves its metrics there, on this port.',
  ],
  'server-error': [
    'the page failed with an error',
    "Open the page in a browser, and look at the app's output.",
  ],
  'other-status': [
    'the page responds with a status other than 200',
    'Open the page in a browser, and read what it says.',
  ],
  'content-type': [
    'the page does not say that it contains metrics',
    'Look at the Content-Type header of the page.',
  ],
  https: [
    'Prometheus uses https, but the app responds over http',
    'Look for a scheme in the job that should not be there.',
  ],
  unreachable: [
    'that computer cannot be reached',
    'Use the same host as the first job: the app runs on this computer.',
  ],
  closed: [
    'the connection was closed in the middle of the response',
    'Make sure that no other program listens on that port.',
  ],
  'too-large': [
    'the page is larger than Prometheus accepts',
    'Look at the size of the page, and at the limits in the job.',
  ],
  format: [
    'the page is not in the exposition format',
    'Open the page in a browser, and look for a line that is not a metric.',
  ],
  other: ['the scrape failed', 'Open the address of the target in a browser.'],
};

const down = (
  { scrapeUrl, error }: { readonly scrapeUrl: string; readonly error: string },
  what: string,
  hint: string,
): FailWords => ({
  message: `The target ${scrapeUrl} is down: ${what}.`,
  expected: 'up',
  observed: shortened(error, 200),
  hint,
});

const inLine = (at: FileLine | undefined): string => (at === undefined ? '' : ` in ${where(at)}`);

const jobLabel = (job: string | undefined): string =>
  job === undefined ? 'no label job' : `job=${JSON.stringify(written(job))}`;

function hintOfSetting(setting: NonNullable<TargetFacts['target-down']['setting']>): string {
  return setting.key === 'scheme'
    ? `Remove scheme in ${where(setting.at)}: the app uses http, and so does Prometheus without that line.`
    : `Look at metrics_path in ${where(setting.at)}: Prometheus requests ${setting.path}. Make sure that the app serves its metrics there.`;
}

export const targets = {
  'config-rejected': ({ reason, ...rest }) =>
    reason === undefined
      ? {
          message: 'Prometheus does not accept the configuration.',
          observed: shortened(rest.said, 300),
          hint:
            rest.line === undefined
              ? 'Look in the file for what the message above names.'
              : 'The message above gives the line number.',
        }
      : rejected(rest, ...REASONS[reason]),
  'rejected-value': ({ found, wanted, ...rest }) => {
    const what = typeof found === 'object' ? written(found.value) : found === 'list' ? 'a list' : 'keys';
    return rejected(
      rest,
      `${what} is not what Prometheus expects here`,
      'Compare the line with the first job, and with the documentation of that key.',
      TYPES[wanted],
    );
  },
  'rejected-key-twice': ({ key, ...rest }) =>
    rejected(
      rest,
      `the key ${written(key)} appears twice in one place`,
      'Use a key only once in one place: put what belongs to it together.',
    ),
  'rejected-key-unknown': ({ key, belongs, ...rest }) =>
    rejected(rest, `Prometheus does not know the key ${written(key)} there`, moveKey(belongs)),
  'config-not-loaded': ({ job, url }) => ({
    message: `The file has the job ${job}, but the running Prometheus does not.`,
    expected: `the job ${job} in ${url}/config`,
    observed: 'no such job',
    hint: 'Save the file, then restart Prometheus. It reads its configuration when it starts, or over HTTP with --web.enable-lifecycle.',
  }),

  'target-down': ({ cause, setting, ...rest }) => {
    const [what, hint] = CAUSES[cause];
    return down(rest, what, setting === undefined ? hint : hintOfSetting(setting));
  },
  'target-host-unknown': ({ host, port, isContainerName, at, ...rest }) =>
    down(
      rest,
      `no computer named ${host} can be found`,
      isContainerName
        ? `Write localhost:${port}${inLine(at)}: only containers know the name ${host}, but this Prometheus runs on the same computer as the app.`
        : `Check the spelling of the host${inLine(at)}. The app runs on this computer.`,
    ),
  'target-address-refused': ({ host, port, at, ...rest }) =>
    down(
      rest,
      `the app listens on port ${port} but not at the address ${host}`,
      `Write localhost:${port}${inLine(at)}: that is where the app listens.`,
    ),
  'target-path-has-query': ({ at, ...rest }) =>
    down(
      rest,
      'metrics_path contains a query, and Prometheus takes the ? as part of the path',
      `Remove the ? and what follows it${inLine(at)}. Put a query into params of the job.`,
    ),
  'target-renamed': ({ scrapeUrl, job, found }) => ({
    message: `Prometheus scrapes ${scrapeUrl} for the job ${job}, but its series have ${jobLabel(found)}.`,
    expected: jobLabel(job),
    observed: jobLabel(found),
    hint: 'Look for a label of the target, or a rule in relabel_configs, that replaces the name. Queries use the name that the step asks for.',
  }),
  'target-absent': ({ job, place, isStatic }) => ({
    message: `Prometheus has loaded the job ${job} but has no such target for it.`,
    expected: place,
    observed: 'no active target',
    hint: isStatic
      ? 'Look for relabel_configs in the job that drop or rename the target.'
      : "Check that the source of the job's targets lists one.",
  }),

  'query-differs': ({ query, values, wanted }) => ({
    message: `${query} is ${listed(values)}.`,
    expected: 'exactly' in wanted ? String(wanted.exactly) : `at least ${wanted.atLeast}`,
    observed: values.join(', '),
    hint: 'Ask Prometheus the same query, and follow the value back to what the app does.',
  }),
} satisfies FailEntries<TargetFacts>;
