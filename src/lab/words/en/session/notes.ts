// What a session has to say that is no verdict.
import type { PortHolder } from '../../../model/app-run.ts';
import type { NoteFacts, RestartFacts } from '../../../session/contract/notes.ts';
import type { SayError, TextEntries } from '../../contract/entries.ts';
import { counted, duration, holderName, listed } from '../grammar/phrases.ts';
import { exitOf } from '../prometheus/states.ts';

const moved = (port: number, holder: PortHolder | undefined, what: string, to: number): string =>
  `Port ${port} is in use by ${holderName(holder)}, so this session uses port ${to} for ${what}. The addresses that the lab shows are already updated.`;

const HOUR_MS = 3_600_000;
/** Without the last minute, which a history lacks. */
const inHours = (ms: number): string =>
  ms < HOUR_MS / 2 ? duration(ms) : counted(Math.round(ms / HOUR_MS), 'hour');

const UNNOTICED = 'so the lab no longer notices when you save';

const DISTURBANCES = {
  'prometheus-restarted': 'Prometheus was restarted',
  'prometheus-exited': 'Prometheus exited',
  'lab-stopped': 'The lab was stopped',
};

/** The words of notes; `say` words an error that a note carries. */
export const createNotes = (say: SayError) =>
  ({
    'port-moved/app': ({ port, holder, to, name }) => moved(port, holder, `the ${name} port of your app`, to),
    'port-moved/prometheus': ({ port, holder, to }) => moved(port, holder, 'Prometheus', to),
    'prometheus-exited': ({ reason }) =>
      `Prometheus has ${reason.kind === 'exited' ? `exited (${exitOf(reason)})` : 'stopped'}. Starting it again.`,
    'prometheus-replaced': ({ said }) => said,
    'check-disturbed': ({ by }) => `${DISTURBANCES[by]} during the check. Checking again ...`,
    'progress-not-kept': ({ error }) => {
      const { message, hint } = say(error);
      return [
        `Your progress cannot be saved now. ${message}`,
        ...(hint === undefined ? [] : [hint]),
        'Until then it lasts only as long as this session.',
      ].join(' ');
    },
    'watch-ended/folder-gone': () =>
      `Your folder was moved or deleted, ${UNNOTICED}. Quit, and start the lab in the folder where it is now.`,
    'watch-ended/limit': ({ said }) =>
      `This computer cannot watch more files (${said}), ${UNNOTICED}. Close programs that watch many files, or choose the check in the menu after you save.`,
    'watch-ended/failed': ({ said }) =>
      `Your folder cannot be watched (${said}), ${UNNOTICED}. Choose the check in the menu after you save.`,
    'history-loaded': ({ title, lengthMs, agoMs }) =>
      `Loaded into Prometheus: "${title}" (${inHours(lengthMs)}, up to ${duration(agoMs)} ago). To see it, plot a query over that time: QUERY [${Math.ceil((lengthMs + agoMs) / HOUR_MS)}h].`,
    'files-added': ({ files }) =>
      `Your workspace did not have ${listed(files)}, so the course's ${files.length === 1 ? 'file was' : 'files were'} added.`,
    'steps-reopened': ({ steps }) =>
      `${steps.length === 1 ? 'This step is' : 'These steps are'} open again: ${listed(steps)}.`,
  }) satisfies TextEntries<NoteFacts>;

export const restarts = {
  'app-restarted': () => 'The app runs again. Its counters start at zero.',
  'app-not-started': () => 'The app does not start.',
  'prometheus-started': ({ url }) => (url === undefined ? 'Prometheus runs.' : `Prometheus runs at ${url}.`),
  'prometheus-restarted': () => 'Prometheus runs again, with the current prometheus.yml.',
  'config-rejected': ({ said }) => `Prometheus rejects prometheus.yml: ${said}`,
  'restart-unsupported': ({ why, url }) =>
    why === 'not-started-by-lab'
      ? `The lab did not start the Prometheus at ${url}. Restart it yourself, then continue here.`
      : `The Prometheus at ${url} does not accept a reload over HTTP. Restart it, or start it with --web.enable-lifecycle.`,
} satisfies TextEntries<RestartFacts>;
