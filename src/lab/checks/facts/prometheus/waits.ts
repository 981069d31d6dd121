// What is waited for, as facts. `words/en/prometheus/waits.ts` words them.
import type { Fact } from '../../../model/verdict.ts';

/** The parameters of each. */
export interface WaitFacts {
  /** `places`: `localhost:8000`, the targets that Prometheus scrapes once in each interval. */
  scrape: { readonly places: readonly string[]; readonly intervalMs: number };
  /** Each target has been scraped once since Prometheus started. */
  'first-scrape': object;
}

/** The fact that says what is waited for. */
export const waitFact = <K extends keyof WaitFacts>(kind: K, params: WaitFacts[K]): Fact => ({
  kind,
  ...params,
});
