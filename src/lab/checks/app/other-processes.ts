// An app in several processes or threads: the lab sees into the first one only. Pure.
import type { Verdict } from '../../model/verdict.ts';
import { blocked } from '../facts/verdicts.ts';

/** The verdict, or that there can be none where the fault may only look like one. */
export function unlessElsewhere(verdict: Verdict, hasOthers: boolean): Verdict {
  if (verdict.status !== 'fail' || !hasOthers) return verdict;
  return blocked(
    'app-uses-child-processes',
    'The app runs parts of itself in other processes or threads, and the lab sees only into the first one.',
    'Run the whole app in one process for the course, without cluster, fork and Worker.',
  );
}
