// Several runs of one case -> one result: it is right only where each run came to the same verdict. Pure.
import { cli } from '../../words/index.ts';
import type { CaseOutcome, CaseResult } from './model.ts';

/** The results of each case's runs as one result a case, in the order in which the cases first appear. */
export function joinRuns(results: readonly CaseResult[]): readonly CaseResult[] {
  const byCase = new Map<string, CaseResult[]>();
  for (const result of results) byCase.set(result.name, [...(byCase.get(result.name) ?? []), result]);
  return [...byCase.values()].flatMap((runs) => {
    const [first] = runs;
    if (first === undefined) return [];
    const sum = (pick: (run: CaseResult) => number): number => runs.reduce((all, run) => all + pick(run), 0);
    return {
      ...first,
      outcome: outcomeOf(runs),
      runs: runs.length,
      durationMs: sum(({ durationMs }) => durationMs),
      appStarts: sum(({ appStarts }) => appStarts),
    };
  });
}

function outcomeOf(runs: readonly CaseResult[]): CaseOutcome {
  const counts = new Map<string, number>();
  for (const { outcome } of runs) {
    const verdict = verdictOf(outcome);
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  }
  const wrong = runs.find(({ outcome }) => outcome.status !== 'expected')?.outcome;
  const [first] = runs;
  if (counts.size <= 1 || first === undefined)
    return wrong ?? first?.outcome ?? { status: 'expected', observed: '' };
  const observed = [...counts].map(([verdict, count]) => cli.verify.times(count, verdict)).join(', ');
  const expected = wrong !== undefined && 'expected' in wrong ? wrong.expected : verdictOf(first.outcome);
  return { status: 'surprise', expected: cli.verify.inEachRun(expected, runs.length), observed };
}

/** The part of an outcome that must not differ: `fail counted-twice`, without what was counted. */
function verdictOf({ observed }: CaseOutcome): string {
  return observed.split(':', 1)[0] ?? '';
}
