// Shows the alerting rules by state, each with its alerts, and where notifications of them are sent.
import { STATES, alertingRules, countByState, filterRules } from './alert-filter.js';
import { ask, serverTime } from './api.js';
import { definitions, element } from './dom.js';
import { keepCurrent } from './live-list.js';
import { expressionLink, labelList, rulesHelp, textRows } from './rule-parts.js';
import { readableValue } from './scale.js';
import { ago, configDuration, readableTime, secondsOf } from './times.js';

/** Alerts of a rule that are shown at once. */
const SHOWN_ALERTS = 100;

/** Fills the page and keeps it current. The address carries the filter in Prometheus's own parameters. */
export function showAlerts(main) {
  const filter = filterFromAddress();
  /** Keys of the rules that are open. */
  const open = new Set();
  const status = element('p', { class: 'status', role: 'status' });
  const managers = element('p', { class: 'managers' });
  const list = element('div');
  main.append(element('h1', {}, 'Alerts'), filterForm(filter, changed), status, managers, list);
  const render = keepCurrent({ status, list, load, show });

  function changed() {
    remember(filter);
    render();
  }

  function show({ rules, active, dropped, now }) {
    managers.replaceChildren(...managerLine(active, dropped));
    if (rules.length === 0) {
      const example = '      - alert: TargetDown\n        expr: up == 0\n        for: 1m';
      return { summary: '', parts: rulesHelp('No alerting rules are loaded.', example) };
    }
    const shown = filterRules(rules, filter);
    const parts = Object.entries(STATES).flatMap(([state, title]) => {
      const some = shown.filter((rule) => rule.state === state);
      if (some.length === 0) return [];
      return [
        element('h2', {}, `${title} (${some.length})`),
        ...some.map((rule) => disclosure(rule, open, now)),
      ];
    });
    if (shown.length === 0) parts.push(element('p', {}, 'No rule matches the filter.'));
    const rest = shown.length < rules.length ? `; the filter shows ${shown.length} of ${rules.length}` : '';
    return { summary: `Rules: ${countByState(rules)}${rest}`, parts };
  }
}

async function load() {
  const [rules, managers, now] = await Promise.all([
    ask('rules', { type: 'alert' }),
    ask('alertmanagers'),
    serverTime(),
  ]);
  return {
    rules: alertingRules(rules.data.groups),
    active: managers.data.activeAlertmanagers.map(({ url }) => url),
    dropped: managers.data.droppedAlertmanagers.length,
    now,
  };
}

function managerLine(active, dropped) {
  const rest = dropped > 0 ? ` ${dropped} dropped by relabeling.` : '';
  if (active.length === 0) return [`No Alertmanager is known, so no notifications are sent.${rest}`];
  return [`Notifications are sent to ${active.join(', ')}.${rest}`];
}

function filterForm(filter, changed) {
  const boxes = Object.entries(STATES).map(([state, title]) => {
    const onchange = ({ target }) => {
      if (target.checked) filter.states.add(state);
      else filter.states.delete(state);
      changed();
    };
    const box = element('input', { type: 'checkbox', checked: filter.states.has(state), onchange });
    return element('label', { class: 'check' }, box, title);
  });
  const oninput = ({ target }) => {
    filter.text = target.value;
    changed();
  };
  return element(
    'form',
    { role: 'search', class: 'row', onsubmit: (event) => event.preventDefault() },
    element('fieldset', {}, element('legend', {}, 'State'), element('div', { class: 'checks' }, boxes)),
    element(
      'div',
      { class: 'wide' },
      element('label', { for: 'filter' }, 'Name, label or annotation contains'),
      element('input', {
        id: 'filter',
        type: 'search',
        autocomplete: 'off',
        spellcheck: 'false',
        value: filter.text,
        oninput,
      }),
    ),
  );
}

function filterFromAddress() {
  const search = new URLSearchParams(location.search);
  const states = search.getAll('state').filter((state) => Object.hasOwn(STATES, state));
  return {
    states: new Set(states.length > 0 ? states : Object.keys(STATES)),
    text: search.get('search') ?? '',
  };
}

function remember({ states, text }) {
  const isAll = states.size === Object.keys(STATES).length;
  const search = new URLSearchParams([
    ...(isAll ? [] : [...states].map((state) => ['state', state])),
    ...(text === '' ? [] : [['search', text]]),
  ]).toString();
  history.replaceState(null, '', search === '' ? location.pathname : `?${search}`);
}

/** A rule that opens to its alerts; what is closed has no content, because a rule may have thousands of them. */
function disclosure(rule, open, now) {
  const { key, state, alerts } = rule;
  const isOpen = open.has(key);
  const fill = () => node.append(...details(rule, now));
  const ontoggle = () => {
    if (node.open) open.add(key);
    else open.delete(key);
    if (node.open && node.childElementCount === 1) fill();
  };
  const node = element(
    'details',
    { class: `card ${state}`, open: isOpen, ontoggle },
    element(
      'summary',
      { 'data-key': key },
      element(
        'h3',
        {},
        element('span', { class: 'badge' }, STATES[state].toUpperCase()),
        rule.name,
        element('span', { class: 'kind' }, alerts.length === 1 ? ' 1 alert' : ` ${alerts.length} alerts`),
        ...(rule.health === 'err'
          ? [element('span', { class: 'fault' }, ' the last evaluation failed')]
          : []),
      ),
    ),
  );
  if (isOpen) fill();
  return node;
}

function details(rule, now) {
  const rows = [
    ['Expression', expressionLink(rule.query, rule.key)],
    ...(rule.duration > 0 ? [['For', configDuration(rule.duration)]] : []),
    ...(rule.keepFiringFor > 0 ? [['Keeps firing for', configDuration(rule.keepFiringFor)]] : []),
    ['Group', `${rule.group} in ${rule.file}`],
    ...(rule.lastError ? [['Error', rule.lastError]] : []),
  ];
  const shown = rule.alerts.slice(0, SHOWN_ALERTS);
  const hidden = rule.alerts.length - shown.length;
  return [
    definitions(rows),
    ...shown.map((alert, index) => alertCard(alert, `${rule.key};${index}`, now)),
    ...(rule.alerts.length === 0 ? [element('p', { class: 'muted' }, 'No active alerts.')] : []),
    ...(hidden > 0 ? [element('p', {}, `${hidden} more. Write a label above to find one.`)] : []),
  ];
}

function alertCard({ labels, annotations, state, activeAt, keepFiringSince, value }, key, now) {
  const { alertname: _, ...others } = labels;
  const rows = [
    ['Value', readableValue(value)],
    ['Active since', moment(activeAt, now)],
    ...(keepFiringSince ? [['Kept firing since', moment(keepFiringSince, now)]] : []),
    ...textRows({}, annotations, key),
  ];
  return element(
    'article',
    { class: `card ${state}` },
    element(
      'h4',
      {},
      element('span', { class: 'badge' }, STATES[state].toUpperCase()),
      Object.keys(others).length > 0 ? labelList(others) : 'without labels',
    ),
    definitions(rows),
  );
}

function moment(time, now) {
  const seconds = secondsOf(time);
  return element('time', { datetime: time }, `${readableTime(seconds)}, ${ago(now - seconds)}`);
}
