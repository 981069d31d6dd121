// Reads the text of progress.json: what it says, or why it cannot be used. Decides nothing about the file.
import { isObject, parseJsonObject } from '../../../json.ts';
import type { ProgressFault } from '../contract/faults.ts';
import { EMPTY_PROGRESS } from './steps.ts';
import type { Progress, StepProgress, StepStatus } from './steps.ts';

export type ParsedProgress =
  | { readonly status: 'ok'; readonly progress: Progress }
  | { readonly status: 'newer'; readonly version: number }
  | { readonly status: 'unreadable'; readonly fault: ProgressFault };

const STATUSES: ReadonlySet<string> = new Set<StepStatus>(['open', 'passed', 'applied', 'skipped']);

const unreadable = (fault: ProgressFault) => ({ status: 'unreadable', fault }) as const;

/** Strict on purpose: a file that is wrong in one place is set aside as a whole, with nothing of it guessed. */
export function parseProgress(text: string): ParsedProgress {
  const value = parseJsonObject(text);
  if (value === undefined) return unreadable({ kind: 'garbled' });
  const { version, current, steps } = value;
  if (typeof version === 'number' && version > EMPTY_PROGRESS.version) return { status: 'newer', version };
  if (version !== EMPTY_PROGRESS.version) return unreadable({ kind: 'no-version' });
  if (current !== undefined && typeof current !== 'string') return unreadable({ kind: 'bad-current' });
  if (!isObject(steps)) return unreadable({ kind: 'no-steps' });
  const read: [string, StepProgress][] = [];
  for (const [id, entry] of Object.entries(steps)) {
    const step = parseStep(entry);
    if (step === undefined) return unreadable({ kind: 'bad-step', step: id.slice(0, 80) });
    read.push([id, step]);
  }
  const known = { version: EMPTY_PROGRESS.version, steps: Object.fromEntries(read) };
  return { status: 'ok', progress: current === undefined ? known : { ...known, current } };
}

function parseStep(value: unknown): StepProgress | undefined {
  if (!isObject(value)) return undefined;
  const { status, attempts, hintsShown, openedAt, closedAt } = value;
  if (!isStatus(status) || !isCount(attempts) || !isCount(hintsShown)) return undefined;
  if (!isOptionalTime(openedAt) || !isOptionalTime(closedAt)) return undefined;
  return {
    status,
    attempts,
    hintsShown,
    ...(openedAt === undefined ? {} : { openedAt }),
    ...(closedAt === undefined ? {} : { closedAt }),
  };
}

const isStatus = (value: unknown): value is StepStatus => typeof value === 'string' && STATUSES.has(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isOptionalTime = (value: unknown): value is string | undefined =>
  value === undefined || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
