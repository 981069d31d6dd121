// Why a session does not do what it is asked for.
import type { NoHistory } from '../../../model/prometheus-api.ts';
import type { SessionErrors } from '../../../session/contract/errors.ts';
import type { ErrorEntries } from '../../contract/entries.ts';
import { trafficReason } from './connections.ts';
import { counted, duration, oneOf } from '../grammar/phrases.ts';

function noHistory(why: NoHistory): string {
  switch (why.kind) {
    case 'not-started-by-lab':
      return `the lab did not start the one at ${why.url}`;
    case 'promtool-missing':
      return `there is no promtool at ${why.path}`;
    case 'promtool-failed':
      return `promtool says: ${why.said}`;
    case 'config-rejected':
      return `it rejects prometheus.yml: ${why.said}`;
    case 'store-full':
      return why.said;
    case 'too-long':
      return `it goes back more than ${why.days} days`;
    default:
      return why satisfies never;
  }
}

type NoHistoryHints = Readonly<Record<NoHistory['kind'], string>>;

const NO_HISTORY_HINTS: NoHistoryHints = {
  'not-started-by-lab':
    'Continue without it: only the graphs of the past are missing. To see them, start the lab with `--prometheus embedded`.',
  'promtool-missing':
    'Continue without it, or start the lab with `--prometheus embedded`. A release of Prometheus contains promtool.',
  'promtool-failed': 'Continue without it, or start the lab with `--prometheus embedded`.',
  'config-rejected': 'Correct prometheus.yml, then go to this step again.',
  'store-full': 'Quit the lab, delete `.ecom-lab/prometheus`, and start it again.',
  'too-long': 'Tell the author of the course.',
};

const WITHOUT_INCIDENT = 'Start the lab with `--prometheus embedded`, or finish without this step.';

const NO_INCIDENT_HINTS: NoHistoryHints = {
  ...NO_HISTORY_HINTS,
  'not-started-by-lab': WITHOUT_INCIDENT,
  'promtool-missing': `${WITHOUT_INCIDENT} A release of Prometheus contains promtool.`,
  'promtool-failed': WITHOUT_INCIDENT,
};

export const sessionErrors = {
  'session-closed': () => ({ message: 'The session is closed.' }),
  superseded: () => ({ message: 'A later save replaced this check.' }),
  'workspace-locked': ({ pid }) => ({
    message: `Another lab session has this workspace (process ${pid}).`,
    hint: 'Continue in the terminal where it runs, or quit it there first.',
  }),
  'no-step': ({ asked, steps }) => ({
    message: `There is no step "${asked}".`,
    hint: `The steps are: ${steps.join(', ')}.`,
  }),
  'no-part': ({ asked, parts }) => ({
    message: `There is no part "${asked}".`,
    hint: `The parts of this course: ${parts.join(', ') || 'none'}.`,
  }),
  'nothing-to-apply': ({ step }) => ({
    message: `Step ${step} asks a question, so no file is its solution.`,
    hint: 'Ask for a hint instead.',
  }),
  'no-question': ({ step }) => ({ message: `Step ${step} asks no question.` }),
  'no-scenario': ({ asked, scenarios }) => ({
    message: `There is no scenario "${asked}".`,
    hint: `The scenarios of this course: ${scenarios.join(', ') || 'none'}.`,
  }),
  'no-scenario/none': () => ({ message: 'This course has no traffic to send.' }),
  'app-not-running': () => ({
    message: 'The app does not start, so no traffic can be sent.',
    hint: 'Run `ecom-lab check` to see why.',
  }),
  'app-not-reachable': () => ({
    message: 'The app does not listen, so no traffic can be sent.',
    hint: 'Read its log for the reason, or restart it.',
  }),
  'app-restarted': () => ({
    message:
      'The app was started again during the check, and has not received the traffic that the step is about.',
    hint: 'Check again: the traffic is sent again.',
  }),
  'history-not-loaded': ({ why }) => ({
    message: `The lab cannot load the past that this step shows into Prometheus: ${noHistory(why)}.`,
    hint: NO_HISTORY_HINTS[why.kind],
  }),
  'incident-not-played': ({ why }) => ({
    message: `The lab cannot put the hour of the incident into Prometheus: ${noHistory(why)}.`,
    hint: NO_INCIDENT_HINTS[why.kind],
  }),
  'history-not-loaded/description': ({ name, problems }) => ({
    message: `The course describes the history ${name} in a way that cannot be read: ${problems
      .map(({ line, message }) => `line ${line}: ${message}`)
      .join('; ')}.`,
    hint: 'Tell the author of the course.',
  }),
  // How many requests a scenario has is for the learner to find out: the number is told only of a part of them.
  'traffic-failed': ({ scenario, sent, failed, why }) => {
    const { reason, hint } = trafficReason(why);
    const which =
      sent === 0 ? `None of the requests of "${scenario}"` : `${counted(failed, 'request')} of "${scenario}"`;
    return {
      message: `${which} got ${sent === 0 ? 'a' : 'no'} response: ${reason}.`,
      hint: `${hint} Then check again: the traffic is sent again.`,
    };
  },
  'session-lost': () => ({
    message: 'The running session exited before it responded.',
    hint: 'Start it again with `ecom-lab start`, or run the command again without it.',
  }),
  'session-silent': ({ afterMs }) => ({
    message: `The running session has not responded for ${duration(afterMs)}.`,
    hint: 'If it was stopped with Ctrl-Z, resume it with `fg` in its terminal. Otherwise quit it there.',
  }),
  'other-workspace': ({ isRefused }) => ({
    message: isRefused
      ? 'The running session belongs to another workspace, and has done nothing.'
      : 'The session that responds belongs to another workspace.',
    hint: 'Go to the folder that it was started in, or start the lab in this one.',
  }),
  'bad-call/not-json': () => ({ message: 'The request body is not JSON.' }),
  'bad-call/no-call': () => ({ message: 'A call is {"name": …, "params": {…}}.' }),
  'bad-call/unknown-call': ({ name }) => ({ message: `There is no call "${name}".` }),
  'bad-call/params': () => ({ message: 'params must be an object.' }),
  'bad-call/unknown-param': ({ call, param }) => ({
    message: `The call "${call}" has no parameter "${param}".`,
  }),
  'bad-call/param-type': ({ call, param, type }) => ({
    message: `The parameter "${param}" of "${call}" must be a ${type}.`,
  }),
  'bad-call/param-missing': ({ call, param }) => ({
    message: `The call "${call}" needs the parameter "${param}".`,
  }),
  'bad-call/param-value': ({ call, values }) => ({
    message: `The call "${call}" takes ${oneOf(values.map((value) => `"${value}"`))}.`,
  }),
} satisfies ErrorEntries<SessionErrors>;
