// One learner's report, from the record of the workspace. Believes what it says: `regrade` is what does not.
import path from 'node:path';
import type { Course, Step } from '../../course/index.ts';
import { partOf } from '../../model/course.ts';
import { stepProgress, type JournalEntry, type WorkspaceRecord } from '../../workspace/index.ts';
import { cleanText } from '../../ui/render/style.ts';
import { wordsOfNote } from '../../words/index.ts';
import { activeTime } from './active-time.ts';
import type { LearnerReport, StepRecord, Stuck } from './model.ts';

/** From here on a learner counts as stuck at a step. */
const STUCK_FAILED = 3;
const STUCK_MS = 20 * 60_000;

/** The report of one workspace. */
export function reportLearner(course: Course, record: WorkspaceRecord): LearnerReport {
  const { dir, marker, journal } = record;
  const { byStep, pauses } = activeTime(journal.entries);
  const steps = course.steps.map((step) => ({
    ...reportStep(step, record, byStep.get(step.id) ?? 0),
    ...partOf(course.parts, step),
  }));
  const stuck = stuckAt(steps);
  const last = journal.entries.at(-1)?.at;
  const name = oneLine(marker?.learner ?? '') || oneLine(nameOfFolder(dir)) || 'nameless';
  return {
    name,
    label: name,
    dir,
    seed: marker?.seed,
    steps,
    activeMs: [...byStep.values()].reduce((sum, ms) => sum + ms, 0),
    pauses,
    ...(last === undefined ? {} : { lastActive: new Date(last).toISOString() }),
    ...(stuck === undefined ? {} : { stuck }),
    garbledLines: journal.skipped.length,
    notes: record.notes.map(wordsOfNote),
  };
}

/** Names are typed by learners, and markers can be written by anybody. */
const oneLine = (text: string): string => cleanText(text).replaceAll(/\s+/g, ' ').trim();

/** A workspace without a name gets that of its folder, or of its parent folder if it has the usual name. */
function nameOfFolder(dir: string): string {
  const name = path.basename(dir);
  return name === 'ecom-lab' ? path.basename(path.dirname(dir)) || name : name;
}

function reportStep(step: Step, { progress, journal }: WorkspaceRecord, activeMs: number): StepRecord {
  const own = journal.entries.filter((entry) => entry.step === step.id);
  const judged = own.filter(({ kind }) => kind === 'attempt' || kind === 'answer');
  const failed = judged.filter(({ detail }) => detail?.['status'] === 'fail');
  const known = stepProgress(progress, step.id);
  const attempts = Math.max(judged.length, known.attempts);
  return {
    id: step.id,
    number: step.number,
    title: step.title,
    claimed: known.status,
    isTouched: own.length > 0 || attempts > 0 || known.openedAt !== undefined || known.status !== 'open',
    attempts,
    failed: failed.length,
    hints: Math.max(known.hintsShown, own.filter(({ kind }) => kind === 'hint').length),
    isApplied: known.status === 'applied' || own.some(({ kind }) => kind === 'apply'),
    activeMs,
    codes: countCodes(failed),
  };
}

function countCodes(failed: readonly JournalEntry[]): StepRecord['codes'] {
  const counts = new Map<string, number>();
  for (const { detail } of failed) {
    const codes: unknown = detail?.['codes'];
    for (const code of Array.isArray(codes) ? codes : [])
      // Anybody can write a journal: only what looks like a code is one.
      if (typeof code === 'string' && /^[a-z][a-z0-9-]{0,60}$/.test(code))
        counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts]
    .map(([code, count]) => ({ code, count }))
    .toSorted((a, b) => b.count - a.count || a.code.localeCompare(b.code));
}

const isOver = (step: StepRecord): boolean => step.claimed !== 'open';

/** The step that is still open and troublesome, or else the one that was. */
function stuckAt(steps: readonly StepRecord[]): Stuck | undefined {
  const [worst] = steps
    .filter(({ failed, activeMs }) => failed >= STUCK_FAILED || activeMs >= STUCK_MS)
    .toSorted(
      (a, b) => Number(isOver(a)) - Number(isOver(b)) || b.failed - a.failed || b.activeMs - a.activeMs,
    );
  if (worst === undefined) return undefined;
  const { id, number, failed, activeMs, codes } = worst;
  const code = codes[0]?.code;
  return {
    step: id,
    number,
    failed,
    activeMs,
    ...(code === undefined ? {} : { code }),
    isOver: isOver(worst),
  };
}
