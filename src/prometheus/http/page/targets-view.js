// Shows what is scraped and how it goes, kept up to date while the page is open.
import { ask, serverTime } from './api.js';
import { definitions, element } from './dom.js';
import { keepCurrent } from './live-list.js';
import { lastRun } from './times.js';

/** Fills the page and keeps it current. */
export function showTargets(main) {
  const status = element('p', { class: 'status', role: 'status' });
  const list = element('div');
  main.append(element('h1', {}, 'Targets'), status, list);
  keepCurrent({ status, list, load, show });
}

async function load() {
  const [{ data }, now] = await Promise.all([ask('targets'), serverTime()]);
  return { ...data, now };
}

function show({ activeTargets, droppedTargets, now }) {
  const pools = Map.groupBy
    ? Map.groupBy(activeTargets, (target) => target.scrapePool)
    : grouped(activeTargets);
  const parts = [...pools].flatMap(([pool, targets]) => [
    element('h2', {}, `${pool} (${upCount(targets)}/${targets.length} up)`),
    ...targets.map((target) => card(target, now)),
  ]);
  if (parts.length === 0)
    parts.push(element('p', {}, 'Nothing is scraped. Add a job to prometheus.yml and reload Prometheus.'));
  if (droppedTargets.length > 0)
    parts.push(element('h2', {}, 'Dropped by relabeling'), ...droppedTargets.map(dropped));
  return { summary: `${upCount(activeTargets)} of ${activeTargets.length} targets up`, parts };
}

function upCount(targets) {
  return targets.filter((target) => target.health === 'up').length;
}

function grouped(targets) {
  const pools = new Map();
  for (const target of targets)
    pools.set(target.scrapePool, [...(pools.get(target.scrapePool) ?? []), target]);
  return pools;
}

function card(target, now) {
  const key = `${target.scrapePool};${target.scrapeUrl}`;
  const rows = [
    [
      'Labels',
      Object.entries(target.labels)
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join(', '),
    ],
    ['Last scrape', lastRun(target.lastScrape, target.lastScrapeDuration, now)],
    ['Every', `${target.scrapeInterval}, gives up after ${target.scrapeTimeout}`],
    ...(target.lastError === '' ? [] : [['Error', target.lastError]]),
  ];
  return element(
    'article',
    { class: `card ${target.health}` },
    element(
      'h3',
      {},
      element('span', { class: 'badge' }, target.health.toUpperCase()),
      element('a', { href: target.scrapeUrl, rel: 'noreferrer', 'data-key': key }, target.scrapeUrl),
    ),
    definitions(rows),
  );
}

function dropped(target) {
  const labels = Object.entries(target.discoveredLabels).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`,
  );
  return element('article', { class: 'card' }, element('span', { class: 'series' }, labels.join(', ')));
}
