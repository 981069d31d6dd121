// Shows what is scraped and how it goes, kept up to date while the page is open.
import { ask } from './api.js';
import { alertBox, element } from './dom.js';

const REFRESH_MS = 2000;

/** Fills the page and keeps it current. */
export async function showTargets(main) {
  const status = element('p', { class: 'status', role: 'status' });
  const list = element('div');
  main.append(element('h1', {}, 'Targets'), status, list);
  let shown = '';
  const refresh = async () => {
    try {
      const { data } = await ask('targets');
      render(list, data);
      const up = data.activeTargets.filter((target) => target.health === 'up').length;
      const text = `${up} of ${data.activeTargets.length} targets up`;
      // Written only when it changed: a live region that repeats itself is noise.
      if (text !== shown) status.textContent = shown = text;
    } catch (error) {
      shown = '';
      status.textContent = '';
      list.replaceChildren(alertBox('No answer.', error.message));
    }
    setTimeout(refresh, REFRESH_MS);
  };
  await refresh();
}

function render(list, { activeTargets, droppedTargets }) {
  const pools = Map.groupBy
    ? Map.groupBy(activeTargets, (target) => target.scrapePool)
    : grouped(activeTargets);
  const parts = [...pools].flatMap(([pool, targets]) => {
    const up = targets.filter((target) => target.health === 'up').length;
    return [element('h2', {}, `${pool} (${up}/${targets.length} up)`), ...targets.map(card)];
  });
  if (parts.length === 0)
    parts.push(element('p', {}, 'Nothing is scraped. Add a job to prometheus.yml and reload Prometheus.'));
  if (droppedTargets.length > 0)
    parts.push(element('h2', {}, 'Dropped by relabelling'), ...droppedTargets.map(dropped));
  const open = document.activeElement?.closest?.('article')?.dataset.url;
  list.replaceChildren(...parts);
  if (open !== undefined) list.querySelector(`article[data-url="${CSS.escape(open)}"] a`)?.focus();
}

function grouped(targets) {
  const pools = new Map();
  for (const target of targets)
    pools.set(target.scrapePool, [...(pools.get(target.scrapePool) ?? []), target]);
  return pools;
}

function card(target) {
  const seconds = (Date.now() - Date.parse(target.lastScrape)) / 1000;
  const isScraped = target.health !== 'unknown' && !target.lastScrape.startsWith('0001');
  const rows = [
    [
      'Labels',
      Object.entries(target.labels)
        .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
        .join(', '),
    ],
    [
      'Last scrape',
      isScraped ? `${ago(seconds)}, took ${milliseconds(target.lastScrapeDuration)}` : 'not yet',
    ],
    ['Every', `${target.scrapeInterval}, gives up after ${target.scrapeTimeout}`],
    ...(target.lastError === '' ? [] : [['Error', target.lastError]]),
  ];
  return element(
    'article',
    { class: `card ${target.health}`, 'data-url': target.scrapeUrl },
    element(
      'h3',
      {},
      element('span', { class: 'badge' }, target.health.toUpperCase()),
      element('a', { href: target.scrapeUrl, rel: 'noreferrer' }, target.scrapeUrl),
    ),
    element(
      'dl',
      {},
      rows.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
    ),
  );
}

function dropped(target) {
  const labels = Object.entries(target.discoveredLabels).map(
    ([name, value]) => `${name}=${JSON.stringify(value)}`,
  );
  return element('article', { class: 'card' }, element('span', { class: 'series' }, labels.join(', ')));
}

function ago(seconds) {
  return seconds < 1.5 ? 'just now' : `${Math.round(seconds)} s ago`;
}

function milliseconds(seconds) {
  return `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms`;
}
