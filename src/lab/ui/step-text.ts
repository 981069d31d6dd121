// How a step looks: its title, its place in the course, the live addresses, and its text.
import type { Step } from '../model/course.ts';
import type { SessionState } from '../session/session.ts';
import { padTo, wrap } from './layout.ts';
import { fillAddresses, renderMarkdown } from './markdown.ts';
import { cleanText, type Style } from './style.ts';

const KIND_WORDS = {
  read: 'read and answer',
  command: 'run a command',
  edit: 'edit a file',
  answer: 'find the answer',
  choice: 'choose',
} as const;

const ADDRESS_NAMES: Readonly<Record<string, string>> = {
  api: 'app',
  metrics: 'metrics',
  prometheus: 'Prometheus',
};

/** The lines that name where things run: app, metrics, Prometheus, folder. */
export function formatAddresses(state: SessionState, style: Style, columns: number): string {
  const rows = Object.entries(state.addresses).map(([name, address]): [string, string] => {
    const isWaiting = name === 'prometheus' && state.prometheus === undefined;
    const url = `http://${address}${name === 'metrics' ? '/metrics' : ''}`;
    return [ADDRESS_NAMES[name] ?? name, isWaiting ? 'starts when a step needs it' : url];
  });
  rows.push(['your folder', cleanText(state.workspaceDir)]);
  return rows
    .map(([name, value]) => wrap(value, columns, ' '.repeat(13), style.dim(padTo(name, 13))))
    .join('\n');
}

/** The whole step, ready to print. */
export function formatStep(step: Step, state: SessionState, style: Style, columns: number): string {
  const place = `Step ${step.number} of ${state.steps.length}`;
  const status = state.steps.find((one) => one.id === step.id)?.status ?? 'open';
  const done = status === 'open' ? '' : ` (${status})`;
  return [
    style.dim('-'.repeat(Math.min(columns, 60))),
    wrap(`${style.accent(place)}  ${style.bold(step.title)}${style.dim(done)}`, columns),
    style.dim(
      `${step.id}: ${KIND_WORDS[step.kind]}${step.files === undefined ? '' : `, ${step.files.join(', ')}`}`,
    ),
    '',
    renderMarkdown(fillAddresses(step.body, state.addresses), style, columns),
    '',
    formatAddresses(state, style, columns),
    '',
  ].join('\n');
}
