// Why something could not be judged.
import type { BlockedFacts } from '../../../checks/facts/blocked.ts';
import { shortened } from '../../../checks/facts/wording.ts';
import type { BlockedEntries } from '../../contract/entries.ts';
import { duration, holderName, listed } from '../grammar/phrases.ts';
import { whyDown } from '../prometheus/states.ts';
import { howToAnswer } from './questions.ts';

const CHECK_AGAIN = 'Check again. If the computer is busy with other programs, close some of them first.';
const SHORTER_INTERVAL = (intervalMs: number): string =>
  `It scrapes this job only every ${duration(intervalMs)}. Set a shorter scrape_interval to see it sooner.`;
const SEE_TARGETS = 'Wait a moment and check again. Its page Status > Target health shows each scrape.';

export const blocked = {
  'port-taken': ({ port }) => ({
    message: `Port ${port}, which the app needs, is in use by another program.`,
    hint: 'Stop that program (`ecom-lab doctor` names it), then check again.',
  }),
  'no-answer': ({ question, format }) => ({
    message: `The question has no answer yet: ${question}`,
    hint: howToAnswer(format),
  }),
  'no-samples-yet/not-stored': ({ seconds }) => ({
    message: `Prometheus has scraped its targets but not stored the samples within ${duration(seconds * 1000)}.`,
    hint: CHECK_AGAIN,
  }),
  'no-samples-yet/not-scraped': ({ places, intervalMs, isRare }) => ({
    message: `Prometheus has not scraped ${listed(places)} since the last traffic.`,
    hint: isRare ? SHORTER_INTERVAL(intervalMs) : SEE_TARGETS,
  }),
  'no-samples-yet/target-down': ({ scrapeUrl, error }) => ({
    message: `Prometheus cannot scrape ${scrapeUrl}: ${shortened(error)}.`,
    hint: 'Make sure that the app runs and serves its metrics, then try again.',
  }),
  'no-samples-yet/no-value': ({ query }) => ({
    message: `Prometheus has no value for ${query} yet.`,
    hint: 'Send traffic to the app, wait for the next scrape, and try again.',
  }),
  'target-not-scraped-yet': ({ place, job, isKnown, withinMs, intervalMs, isRare }) => ({
    message: isKnown
      ? `Prometheus knows ${place} but has not scraped it within ${duration(withinMs)}.`
      : `Prometheus has loaded the job ${job} but has not discovered its target within ${duration(withinMs)}.`,
    hint: isRare ? SHORTER_INTERVAL(intervalMs) : SEE_TARGETS,
  }),
  'prometheus-not-running': ({ reason }) => ({
    message: whyDown(reason),
    hint: 'Restart it, then check again.',
  }),
  'prometheus-lacks-feature/embedded': ({ line, key, said }) => ({
    message:
      key === undefined
        ? `Line ${line} asks for something that the embedded Prometheus does not have: ${shortened(said)}.`
        : `Line ${line} asks for ${key}, which the embedded Prometheus does not have.`,
    hint: 'Remove it, or use a real Prometheus: `ecom-lab prometheus install` downloads one.',
  }),
  'prometheus-lacks-feature/older': ({ line, key }) => ({
    message: `Line ${line} asks for ${key}, which came with a later version of Prometheus than this one.`,
    hint: 'Use a newer Prometheus, or start the lab with --prometheus embedded.',
  }),
  'other-prometheus': ({ url }) => ({
    message: `The Prometheus at ${url} does not read the prometheus.yml of your workspace.`,
    hint: 'It may belong to another lab. Start it with your file, or start the lab without --prometheus.',
  }),
  'other-app-scraped': ({ host, port, holder, address }) => ({
    message: `Prometheus scrapes ${host}, but ${holderName(holder)} uses that port: ${
      address === undefined
        ? `your app does not listen on port ${port}`
        : `your app serves its metrics at ${address} in this session`
    }.`,
    hint:
      address === undefined
        ? 'Stop that program, then restart the app and check again.'
        : `Stop that program and start the lab again, or write ${address} as the target for now.`,
  }),
  'other-app-scraped/in-query': ({ host, own }) => ({
    message: `Prometheus scrapes ${host}, but another program uses that port: your app listens on ${listed(own)} in this session.`,
    hint: 'Put the address of its metrics into prometheus.yml, or stop the other program and start the lab again.',
  }),
  'app-unreachable': ({ url, host, error, isAttached }) => ({
    message: `The app listens, but the Prometheus at ${url} cannot reach it at ${host}: ${shortened(error)}.`,
    hint: isAttached
      ? 'If this Prometheus runs in a container or on another computer, localhost means something else there. Start the lab without --prometheus.'
      : 'Make sure that the hosts file of this computer maps localhost to 127.0.0.1, and that no firewall blocks it.',
  }),
  'app-uses-child-processes': () => ({
    message:
      'The app runs parts of itself in other processes or threads, but the lab sees only the first one.',
    hint: 'Run the whole app in one process for the course, without cluster, fork, or Worker.',
  }),
} satisfies BlockedEntries<BlockedFacts>;
