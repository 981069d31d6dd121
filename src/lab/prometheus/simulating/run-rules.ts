// Runs rule files over timelines, in whichever thread it is called.
import { loadQueryTools } from '../../../prometheus/index.ts';
import type { RuleRun, RuleRunAsked } from '../../model/simulation/rule-run.ts';

/** What the rules of a month may write: far more than those of any course. */
const MOST_RECORDED = 5_000_000;
const MOST_BYTES = 128 * 2 ** 20;
/** A backstop: processor time ends a run long before. */
const TIME_LIMIT_MS = 300_000;

/** The words of the simulation where it needs too much. */
const TOO_MUCH: readonly (readonly [RegExp, 'time' | 'work' | 'memory'])[] = [
  [/took longer than|timed out/, 'time'],
  [/would write more than/, 'work'],
  [/too many samples into memory|more memory than there is/, 'memory'],
];

/** What comes of the rules. Rejects only for a bug. */
export async function runRules(asked: RuleRunAsked): Promise<RuleRun> {
  const tools = await loadQueryTools();
  const run = await tools.runRules({
    ...asked,
    timeoutMs: TIME_LIMIT_MS,
    maxRecordedSamples: MOST_RECORDED,
    limits: { maxBytes: MOST_BYTES, maxSamples: MOST_BYTES / 16 },
  });
  if (run.status !== 'failed') return run;
  const why = TOO_MUCH.find(([words]) => words.test(run.message))?.[1];
  return why === undefined ? run : { status: 'too-heavy', why };
}
