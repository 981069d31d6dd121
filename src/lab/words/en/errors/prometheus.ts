// What the user can fix about a running Prometheus, or about choosing one.
import type { RunningErrors, UnusablePrometheus } from '../../../prometheus/index.ts';
import type { ErrorEntries } from '../../contract/entries.ts';
import { duration } from '../grammar/phrases.ts';
import { whyDown } from '../prometheus/states.ts';

/** What the system's codes mean. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was closed before the response',
  ENOTFOUND: 'there is no host with that name',
  EAI_AGAIN: 'the host name cannot be looked up right now',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the host does not respond',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

const UNUSABLE: Readonly<Record<Extract<UnusablePrometheus['reason'], string>, string>> = {
  absent: 'there is no such file',
  folder: 'it is a folder',
  'not-executable': 'it is not executable',
  forbidden: 'you are not allowed to run it',
  'no-loader': 'the system cannot start it because a loader or interpreter is missing',
  'other-machine': 'it was built for a different kind of computer',
  damaged: 'it was built for a different kind of computer, or it is damaged',
  'other-program': 'it is a different program',
  silent: 'it does not respond to --version',
};

const CORRECT_CONFIG =
  'Correct prometheus.yml, or the rule file that the message names, then start Prometheus again.';

const notPrometheus = (url: string, found: string) => ({
  message: `Something responds at ${url}, but it is not Prometheus: ${found}.`,
  hint: 'Another program uses this port. Give the address of your Prometheus, or stop that program.',
});

function unusable({ path, reason }: UnusablePrometheus): string {
  let why: string;
  if (typeof reason === 'string') why = UNUSABLE[reason];
  else if ('unreadable' in reason) why = `it cannot be read (${reason.unreadable})`;
  else why = `it cannot be started (${reason.unstartable})`;
  return `${path} cannot be used as Prometheus: ${why}.`;
}

export const prometheusErrors = {
  'bad-prometheus-url': ({ text }) => ({
    message: `${text} is not the address of a Prometheus.`,
    hint: 'Give an address, for example: http://localhost:9090',
  }),
  'prometheus-unreachable': ({ url, code, said }) => ({
    message: `No Prometheus responds at ${url}: ${UNREACHABLE[code] ?? (code === '' ? said : code)}.`,
    hint: 'Start Prometheus, or check the address and port.',
  }),
  'prometheus-unreachable/no-https': ({ url }) => ({
    message: `${url} does not support https.`,
    hint: 'Try the address with http:// instead.',
  }),
  'prometheus-timeout': ({ url, afterMs }) => ({
    message: `Prometheus at ${url} did not respond within ${duration(afterMs)}.`,
    hint: 'It may be busy or suspended. Try again, or restart it.',
  }),
  'prometheus-unauthorized': ({ url, httpStatus }) => ({
    message: `${url} denies access to the lab (status ${httpStatus}).`,
    hint: 'If it needs a name and password, put them into the address: http://NAME:PASSWORD@HOST:PORT',
  }),
  'prometheus-not-ready': ({ url }) => ({
    message: `Prometheus at ${url} is not ready yet (status 503).`,
    hint: 'It may still be starting. Wait a moment and try again.',
  }),
  'prometheus-not-ready/busy': ({ url, said }) => ({
    message: `Prometheus at ${url} is busy: ${said}.`,
    hint: 'Try again, or restart it.',
  }),
  'prometheus-not-ready/late': ({ url, afterMs }) => ({
    message: `Prometheus at ${url} was not ready after ${duration(afterMs)}.`,
    hint: 'It may be reading a lot of old data. Wait for it, then try again.',
  }),
  'not-a-prometheus/no-http': ({ url }) => notPrometheus(url, 'it does not use HTTP'),
  'not-a-prometheus/too-large': ({ url, limitBytes }) =>
    notPrometheus(url, `its response is larger than ${limitBytes / 1024 / 1024} MB`),
  'not-a-prometheus/other-form': ({ url, path }) =>
    notPrometheus(url, `its response for ${path} is not what Prometheus returns`),
  'not-a-prometheus/other-response': ({ url, httpStatus, contentType }) =>
    notPrometheus(url, `it responds with status ${httpStatus} and ${contentType || 'no content type'}`),
  'prometheus-unsupported': ({ said }) => ({ message: said }),
  'bad-query': ({ said }) => ({ message: said }),
  'query-timeout': ({ said }) => ({
    message: `Prometheus gave up on the query: ${said}`,
    hint: 'Query a shorter range or fewer series.',
  }),
  'prometheus-error': ({ said }) => ({ message: `Prometheus reports an internal error: ${said}` }),
  'port-taken/prometheus': ({ port }) => ({
    message: `Prometheus needs port ${port}, but another program uses it.`,
    hint: 'Stop that program, or give Prometheus another port.',
  }),
  'port-forbidden': ({ port }) => ({
    message: `You are not allowed to use port ${port}.`,
    hint: 'Give Prometheus a port above 1023.',
  }),
  'no-such-address': ({ address }) => ({
    message: `This computer does not have the address ${address}.`,
    hint: 'Give --listen an address of this computer; 0.0.0.0 means all of them.',
  }),
  'prometheus-config-rejected': ({ said }) => ({ message: said, hint: CORRECT_CONFIG }),
  'simulator-busy': ({ afterMs }) => ({
    message: `Your query has not been evaluated: this computer was too busy for ${duration(afterMs)}.`,
    hint: 'Check again when less is running on it.',
  }),
  'prometheus-data-in-use': ({ dir, said }) => ({
    message:
      said === undefined
        ? `Another Prometheus is using the data in ${dir}.`
        : `Another Prometheus is using the data: ${said}.`,
    hint: 'Stop that Prometheus, or the lab that started it, then try again.',
  }),
  'data-folder-unwritable': ({ dir, said }) => ({
    message: `Prometheus cannot store its data in ${dir} (${said}).`,
    hint: 'Make sure that you have permission to write there and that the disk is not full.',
  }),
  'prometheus-crashed': ({ reason }) => ({
    message: whyDown(reason),
    hint: 'Its log gives the reason. `ecom-lab doctor` may help.',
  }),
  'prometheus-not-ended': ({ pid }) => ({
    message: `The system does not stop Prometheus (process ${pid ?? 'unknown'}).`,
    hint: 'Stop this process yourself, then restart Prometheus.',
  }),
  'prometheus-stopped': () => ({ message: whyDown({ kind: 'stopped' }) }),
  'bad-prometheus-choice': ({ value }) => ({
    message: `--prometheus cannot be ${value === '' ? 'empty' : `"${value}"`}.`,
    hint: 'Use auto, embedded, managed, an address like http://localhost:9090, or the path of a Prometheus program (with a slash, like ./prometheus).',
  }),
  'unusable-prometheus': (found) => ({
    message: unusable(found),
    hint: 'Give the path of another one, or run `ecom-lab prometheus install`.',
  }),
  'no-prometheus': ({ unusable: found }) => ({
    message:
      found === undefined ? 'There is no Prometheus on PATH or in the cache of the lab.' : unusable(found),
    hint: 'Run `ecom-lab prometheus install`, or use --prometheus embedded, which needs no installation.',
  }),
} satisfies ErrorEntries<RunningErrors>;
