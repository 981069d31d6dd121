// The query page: one expression, shown as a table at one instant or as a graph over a range. The address carries
// both in Prometheus's own parameters, so a link can be kept or shared.
import { ask, serverTime } from './api.js';
import { alertBox, element, replaceKeepingFocus } from './dom.js';
import { graph, graphMemory } from './graph.js';
import { resultTable } from './result-table.js';

const RANGES = { '1m': 60, '5m': 300, '15m': 900, '1h': 3600, '6h': 21600, '1d': 86400 };
const REFRESH_MS = 5000;
/** Points a graph asks for: about one for every few pixels. */
const POINTS = 240;

/** Fills the page and runs the expression that the address names. */
export function showQuery(main) {
  const state = stateFromAddress();
  const input = element('input', {
    id: 'expression',
    name: 'expression',
    list: 'metrics',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    placeholder: 'http_requests_total',
    value: state.expression,
    autofocus: state.expression === '',
  });
  const metrics = element('datalist', { id: 'metrics' });
  const range = element(
    'select',
    { id: 'range' },
    Object.keys(RANGES).map((name) => element('option', { selected: name === state.range }, name)),
  );
  const refresh = element('input', { type: 'checkbox', id: 'refresh' });
  const rangeField = element('div', {}, element('label', { for: 'range' }, 'Range'), range);
  const status = element('p', { class: 'status', role: 'status' });
  const panel = element('div', { id: 'panel', role: 'tabpanel', tabindex: 0 });
  const tabs = ['table', 'graph'].map((name) =>
    element(
      'button',
      {
        type: 'button',
        role: 'tab',
        id: `tab-${name}`,
        'aria-controls': 'panel',
        onclick: () => select(name),
      },
      name === 'table' ? 'Table' : 'Graph',
    ),
  );
  const form = element(
    'form',
    { onsubmit: submit },
    element(
      'div',
      { class: 'row' },
      element(
        'div',
        { class: 'wide' },
        element('label', { for: 'expression' }, 'PromQL expression'),
        input,
        metrics,
      ),
      element('button', { class: 'main', type: 'submit' }, 'Run query'),
    ),
    element(
      'div',
      { class: 'row' },
      rangeField,
      element('label', { class: 'check' }, refresh, `Refresh every ${REFRESH_MS / 1000} s`),
    ),
  );
  main.append(
    element('h1', {}, 'Query'),
    form,
    element('div', { role: 'tablist', 'aria-label': 'Show as', onkeydown: moveTab }, tabs),
    status,
    panel,
  );

  let running = new AbortController();
  let timer;
  let memory = graphMemory();

  function submit(event) {
    event.preventDefault();
    if (state.expression !== input.value.trim()) memory = graphMemory();
    state.expression = input.value.trim();
    remember();
    void run();
  }

  function select(name) {
    state.tab = name;
    markTab();
    remember();
    void run();
  }

  function markTab() {
    for (const tab of tabs) {
      const isSelected = tab.id === `tab-${state.tab}`;
      tab.setAttribute('aria-selected', String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
    }
    panel.setAttribute('aria-labelledby', `tab-${state.tab}`);
    rangeField.hidden = state.tab === 'table';
  }

  function moveTab(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  }

  function remember() {
    const search = new URLSearchParams({
      'g0.expr': state.expression,
      'g0.tab': state.tab,
      'g0.range_input': state.range,
    });
    history.replaceState(null, '', `?${search}`);
  }

  async function run(isRefresh = false) {
    clearTimeout(timer);
    running.abort();
    running = new AbortController();
    const { signal } = running;
    if (state.expression === '') {
      panel.replaceChildren(
        element('p', { class: 'muted' }, 'Write an expression, or the name of a metric, and run it.'),
      );
      return;
    }
    if (!isRefresh) status.textContent = 'Running…';
    const started = performance.now();
    try {
      const { data, notes } = await (state.tab === 'graph'
        ? askRange(state, signal)
        : ask('query', { query: state.expression }, signal));
      if (signal.aborted) return;
      const took = Math.round(performance.now() - started);
      replaceKeepingFocus(
        panel,
        ...notes.map((note) => element('p', { class: 'alert' }, element('strong', {}, 'Note:'), ` ${note}`)),
        state.tab === 'graph' ? graph(data, memory) : resultTable(data.resultType, data.result),
      );
      // A refresh that finds the same number of results has nothing to announce.
      const summary = summaryOf(data);
      if (!isRefresh || !status.textContent.startsWith(summary))
        status.textContent = `${summary}, ${took} ms`;
    } catch (error) {
      if (signal.aborted) return;
      status.textContent = '';
      panel.replaceChildren(alertBox('Error:', error.message));
    }
    if (refresh.checked) timer = setTimeout(() => void run(true), REFRESH_MS);
  }

  range.addEventListener('change', () => {
    state.range = range.value;
    remember();
    void run();
  });
  refresh.addEventListener('change', () => void run(true));
  markTab();
  void run();
  void ask('label/__name__/values').then(
    ({ data }) => metrics.replaceChildren(...data.map((name) => element('option', { value: name }))),
    // Without names there is no completion, and the query itself will say what is wrong.
    () => {},
  );
}

async function askRange({ expression, range }, signal) {
  const seconds = RANGES[range];
  const end = await serverTime(signal);
  const step = Math.max(1, Math.ceil(seconds / POINTS));
  // Whole steps, so that a refresh asks for the same points again and the graph does not shimmer.
  const alignedEnd = Math.floor(end / step) * step;
  const start = alignedEnd - seconds;
  const answer = await ask('query_range', { query: expression, start, end: alignedEnd, step }, signal);
  return { ...answer, data: { ...answer.data, start, end: alignedEnd, step } };
}

function summaryOf({ resultType, result }) {
  if (resultType === 'scalar' || resultType === 'string') return `A ${resultType}`;
  return result.length === 1 ? '1 series' : `${result.length} series`;
}

function stateFromAddress() {
  const search = new URLSearchParams(location.search);
  const range = search.get('g0.range_input') ?? '';
  // Prometheus 2 writes 0 for the graph, Prometheus 3 writes its name.
  const isGraph = ['0', 'graph'].includes(search.get('g0.tab') ?? '');
  return {
    expression: search.get('g0.expr') ?? '',
    tab: isGraph ? 'graph' : 'table',
    range: Object.hasOwn(RANGES, range) ? range : '15m',
  };
}
