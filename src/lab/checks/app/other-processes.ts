// An app in several processes or threads: the lab sees into the first one only. Pure.
import type { Verdict } from '../../model/verdict.ts';
import { notJudged } from '../facts/verdicts.ts';

/** The verdict, or that there can be none where the error may only look like one. */
export function unlessElsewhere(verdict: Verdict, hasOthers: boolean): Verdict {
  if (verdict.status !== 'fail' || !hasOthers) return verdict;
  return notJudged('app-uses-child-processes', {});
}
