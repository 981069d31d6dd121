// The journal's lines: one JSON object a line, oldest first. A line that cannot be read is reported and left where it is.
import { isObject, parseJsonObject } from '../../../json.ts';

/** One thing that happened. `detail` is evidence: verdict codes, an answer, counts; never secrets. */
export interface JournalEntry {
  /** ISO 8601. */
  readonly at: string;
  readonly kind:
    | 'opened'
    | 'attempt'
    | 'hint'
    | 'answer'
    | 'apply'
    | 'reset'
    | 'skip'
    | 'traffic'
    | 'restart'
    | 'finished';
  readonly step?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A line that could not be read. */
type JournalFault = 'garbled' | 'no-time' | 'unknown-kind' | 'bad-step' | 'bad-detail';

interface SkippedLine {
  /** 1-based. */
  readonly line: number;
  readonly fault: JournalFault;
}

export interface JournalRead {
  readonly entries: readonly JournalEntry[];
  readonly skipped: readonly SkippedLine[];
}

/** A journal of years is a few megabytes. */
export const MAX_JOURNAL_BYTES = 64 * 1024 * 1024;

const KINDS: ReadonlySet<string> = new Set<JournalEntry['kind']>([
  'opened',
  'attempt',
  'hint',
  'answer',
  'apply',
  'reset',
  'skip',
  'traffic',
  'restart',
  'finished',
]);

/** One line, without its end. */
export function formatJournalLine(entry: JournalEntry): string {
  return JSON.stringify(entry);
}

/** All entries of a journal's text; lines that are cut, garbled or unknown are named in `skipped`. */
export function parseJournal(text: string): JournalRead {
  const entries: JournalEntry[] = [];
  const skipped: SkippedLine[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseLine(line);
    if (typeof parsed === 'string') skipped.push({ line: index + 1, fault: parsed });
    else entries.push(parsed);
  }
  return { entries, skipped };
}

function parseLine(line: string): JournalEntry | JournalFault {
  const value = parseJsonObject(line);
  if (value === undefined) return 'garbled';
  const { at, kind, step, detail } = value;
  if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) return 'no-time';
  if (!isKind(kind)) return 'unknown-kind';
  if (step !== undefined && typeof step !== 'string') return 'bad-step';
  if (detail !== undefined && !isObject(detail)) return 'bad-detail';
  return { at, kind, ...(step === undefined ? {} : { step }), ...(detail === undefined ? {} : { detail }) };
}

const isKind = (value: unknown): value is JournalEntry['kind'] =>
  typeof value === 'string' && KINDS.has(value);
