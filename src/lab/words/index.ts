// Every sentence that a person reads, in one language. Another language is another folder beside `en/`.
import type { FailFacts } from '../checks/index.ts';
import type { Fail, Verdict } from '../model/verdict.ts';
import { counts } from './en/counts.ts';
import { gauges } from './en/gauges.ts';
import { labels } from './en/labels.ts';
import { metrics } from './en/metrics.ts';
import type { FailEntries, FailWords } from './contract/entries.ts';

const fails: FailEntries<FailFacts> = { ...counts, ...gauges, ...labels, ...metrics };

/** The words of a mistake. */
function wordsOfFail(fact: NonNullable<Fail['fact']>): FailWords {
  const entry = fails[fact.kind as keyof FailFacts] as (params: unknown) => FailWords;
  return entry(fact);
}

/** The verdict with its fact put into words. */
export function worded(verdict: Verdict): Verdict {
  if (verdict.status !== 'fail' || verdict.fact === undefined) return verdict;
  const { fact, ...rest } = verdict;
  const words = Object.entries(wordsOfFail(fact)).filter(([, text]) => text !== undefined);
  return { ...Object.fromEntries(words), ...rest };
}
