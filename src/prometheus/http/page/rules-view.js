// Shows the groups of rules by file, and how their evaluation goes.
import { ask, serverTime } from './api.js';
import { definitions, element } from './dom.js';
import { keepCurrent } from './live-list.js';
import { expressionLink, rulesHelp, textRows } from './rule-parts.js';
import { configDuration, lastRun } from './times.js';

const HEALTH = {
  ok: ['up', 'OK'],
  err: ['down', 'FAILED'],
  unknown: ['unknown', 'NOT EVALUATED YET'],
};

/** Fills the page and keeps it current. */
export function showRules(main) {
  const status = element('p', { class: 'status', role: 'status' });
  const list = element('div');
  main.append(element('h1', {}, 'Rules'), status, list);
  keepCurrent({ status, list, load, show });
}

async function load() {
  const [{ data }, now] = await Promise.all([ask('rules'), serverTime()]);
  return { groups: data.groups, now };
}

function show({ groups, now }) {
  if (groups.length === 0) {
    const example = '      - record: job:up:sum\n        expr: sum by (job) (up)';
    return { summary: '', parts: rulesHelp('No rules are loaded.', example) };
  }
  let file;
  const parts = groups.flatMap((group) => {
    const heading = group.file === file ? [] : [element('h2', { class: 'file' }, group.file)];
    file = group.file;
    return [...heading, section(group, now)];
  });
  return { summary: summaryOf(groups), parts };
}

function summaryOf(groups) {
  const rules = groups.flatMap((group) => group.rules);
  const failed = rules.filter(({ health }) => health === 'err').length;
  return `${count(rules.length, 'rule')} in ${count(groups.length, 'group')}, ${failed} failed`;
}

function count(number, noun) {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function section(group, now) {
  const facts = [
    `Evaluated every ${configDuration(group.interval)}`,
    `last evaluation: ${lastRun(group.lastEvaluation, group.evaluationTime, now)}`,
    ...(group.limit > 0 ? [`at most ${group.limit} series or alerts of a rule`] : []),
  ];
  return element(
    'section',
    {},
    element('h3', {}, element('span', { class: 'kind' }, 'Group '), group.name),
    element('p', { class: 'muted' }, `${facts.join('; ')}.`),
    ...group.rules.map((rule, index) => card(rule, `${group.file};${group.name};${index}`, now)),
  );
}

function card(rule, key, now) {
  const [look, health] = HEALTH[rule.health];
  const isAlerting = rule.type === 'alerting';
  const rows = [
    ['Expression', expressionLink(rule.query, key)],
    ...(isAlerting && rule.duration > 0 ? [['For', configDuration(rule.duration)]] : []),
    ...(isAlerting && rule.keepFiringFor > 0
      ? [['Keeps firing for', configDuration(rule.keepFiringFor)]]
      : []),
    ...textRows(rule.labels, rule.annotations ?? {}, key),
    ...(rule.lastError ? [['Error', rule.lastError]] : []),
    ['Last evaluation', lastRun(rule.lastEvaluation, rule.evaluationTime, now)],
  ];
  return element(
    'article',
    { class: `card ${look}` },
    element(
      'h4',
      {},
      element('span', { class: 'badge' }, health),
      rule.name,
      element('span', { class: 'kind' }, isAlerting ? ' alerting rule' : ' recording rule'),
    ),
    definitions(rows),
  );
}
