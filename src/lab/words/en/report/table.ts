// The cells and heads of a report's tables: the same in the terminal and on the page.
import { counted } from '../grammar/phrases.ts';

/** `4 min`, `1 h 12 min`, `under 1 min`; `-` for none. */
function time(ms: number): string {
  if (ms === 0) return '-';
  const minutes = Math.round(ms / 60_000);
  if (minutes === 0) return 'under 1 min';
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The same where there is little space. */
const shortTime = (ms: number): string => time(ms).replace('under', '<');

interface Stuck {
  readonly number: number;
  readonly step: string;
  readonly isOver: boolean;
  readonly failed: number;
  readonly activeMs: number;
  readonly code?: string;
}

const stuckAt = ({ isOver, number, step }: Omit<Stuck, 'failed' | 'activeMs'>): string =>
  `${isOver ? 'was' : 'is'} at ${number} ${step}`;

export const table = {
  time,
  shortTime,
  checks: (count: number) => counted(count, 'check'),
  hints: (count: number) => counted(count, 'hint'),
  some: (count: number, all: number) => `${count} of ${all}`,
  claims: {
    passed: 'passed',
    applied: 'applied',
    skipped: 'skipped',
    open: 'open',
    untouched: 'not started',
  },
  solutionSeen: (claim: string) => `${claim} (solution seen)`,
  regraded: { pass: 'passes', fail: 'fails', blocked: 'blocked', 'not-judged': 'not judged' },
  unknownSeed: 'unknown',
  noSandbox: 'no sandbox',
  stuckAt,
  stuckShort: ({ isOver, number }: Pick<Stuck, 'isOver' | 'number'>) =>
    `${isOver ? 'was' : 'is'} at ${number}`,
  stuck: (stuck: Stuck) => {
    const mostly = stuck.code === undefined ? '' : `, mostly ${stuck.code}`;
    const how = stuck.failed > 0 ? `${counted(stuck.failed, 'failed check')}${mostly}` : time(stuck.activeMs);
    return `${stuckAt(stuck)} (${how})`;
  },
  notConfirmed: (steps: readonly number[]) => `not confirmed: ${steps.join(', ')}`,
  nothingClaimed: 'nothing claimed',
  confirmed: 'confirmed',
  notJudged: (count: number) => `${count} not judged`,
  learner: (name: string, seed: string) => `${name}, seed ${seed}`,
  heads: {
    number: '#',
    learner: 'learner',
    seed: 'seed',
    step: 'step',
    passed: 'passed',
    applied: 'applied',
    skipped: 'skipped',
    checks: 'checks',
    failed: 'failed',
    hints: 'hints',
    time: 'time',
    stuck: 'stuck',
    claimed: 'claimed',
    status: 'status',
    regraded: 'regraded',
    often: 'often',
    medianChecks: 'median checks',
    medianTime: 'median time',
  },
};
