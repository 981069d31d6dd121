// The lines around a step's text.
import type { Step } from '../../../course/index.ts';

/** What the learner does. */
const kinds = {
  read: 'read and answer',
  command: 'run a command',
  edit: 'edit a file',
  query: 'write a query',
  answer: 'find the answer',
  choice: 'choose',
} satisfies Record<Step['kind'], string>;

export const step = {
  /** `last`: the number of the last step of the same part. */
  place: (number: number, last: number) => `Step ${number} of ${last}`,
  part: (number: number, title: string) => `Part ${number}: ${title}`,
  status: { open: 'open', passed: 'passed', applied: 'applied', skipped: 'skipped' },
  kinds,
  /** Names of addresses that the course does not name. */
  addresses: { api: 'app', metrics: 'metrics', prometheus: 'Prometheus', folder: 'your folder' },
  /** In place of a picture, with its alternative text. */
  picture: (text: string) => `[picture: ${text}]`,
  startsWhenNeeded: 'starts when a step needs it',
  madeIn: (number: number) => `you create it in step ${number}`,
};
