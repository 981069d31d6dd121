// What is waited for.
import type { WaitFacts } from '../../../checks/facts/prometheus/waits.ts';
import type { TextEntries } from '../../contract/entries.ts';
import { duration, listed } from '../grammar/phrases.ts';

export const waits = {
  scrape: ({ places, intervalMs }) =>
    `Waiting for Prometheus to scrape ${listed(places)} (every ${duration(intervalMs)}) ...`,
  'first-scrape': () => 'Waiting for Prometheus to scrape its targets for the first time ...',
} satisfies TextEntries<WaitFacts>;
