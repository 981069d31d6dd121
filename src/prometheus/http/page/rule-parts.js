// What the pages of rules and alerts have in common.
import { element } from './dom.js';

/** An expression that leads to its graph. */
export function expressionLink(query, key) {
  const search = new URLSearchParams({ 'g0.expr': query, 'g0.tab': 'graph' });
  return element('a', { class: 'expression', href: `/query?${search}`, 'data-key': `${key};expr` }, query);
}

/** Rows of a list of terms for labels and annotations; what there is none of has no row. */
export function textRows(labels, annotations, key) {
  return [
    ...(Object.keys(labels).length > 0 ? [['Labels', labelList(labels)]] : []),
    ...Object.entries(annotations).map(([name, value]) => [
      element('span', {}, element('span', { class: 'kind' }, 'Annotation '), name),
      linkOrText(value, `${key};${name}`),
    ]),
  ];
}

/** Labels one by one. */
export function labelList(labels) {
  return element(
    'ul',
    { class: 'labels' },
    Object.entries(labels).map(([name, value]) => element('li', {}, `${name}=${JSON.stringify(value)}`)),
  );
}

/** What to do where there are no rules: how they are named and how a file of them looks. */
export function rulesHelp(title, example) {
  return [
    element('p', {}, `${title} Name the rule files in prometheus.yml, and reload Prometheus:`),
    element('pre', {}, 'rule_files:\n  - rules.yml\n  - rules/*.yml'),
    element('p', {}, 'A rule file:'),
    element('pre', {}, `groups:\n  - name: example\n    rules:\n${example}`),
  ];
}

/** An annotation such as `runbook_url` leads somewhere. */
function linkOrText(value, key) {
  const isAddress = /^https?:\S+$/.test(value) && URL.canParse(value);
  return isAddress ? element('a', { href: value, rel: 'noreferrer', 'data-key': key }, value) : value;
}
