import { expect, test } from 'vitest';
import { parseConfig } from '../../../src/prometheus/config/index.ts';
import { relabel } from '../../../src/prometheus/relabeling/apply.ts';

/** Applies rules written as in a configuration; undefined where they drop the labels. */
function relabeled(
  labels: Readonly<Record<string, string>>,
  rules: string,
): Record<string, string> | 'too-long' | undefined {
  const outcome = parseConfig(`scrape_configs:\n- job_name: a\n  relabel_configs: ${rules}\n`, '/f');
  if (outcome.status === 'error') throw new Error(outcome.message);
  const mutable = new Map(Object.entries(labels));
  const end = relabel(mutable, outcome.config.jobs[0]?.relabelRules ?? []);
  if (end === 'too-long') return end;
  return end === 'kept' ? Object.fromEntries(mutable) : undefined;
}

const given = { a: 'foo', b: 'bar', c: 'Baz' };

test.each([
  [
    'replace, with groups',
    '[{source_labels: [a], regex: "f(.*)", target_label: d, replacement: "ch${1}-ch${1}"}]',
    { ...given, d: 'choo-choo' },
  ],
  ['replace, sources joined', '[{source_labels: [a, b], target_label: d}]', { ...given, d: 'foo;bar' }],
  [
    'replace, own separator',
    '[{source_labels: [a, b], separator: "", target_label: d}]',
    { ...given, d: 'foobar' },
  ],
  ['replace, anchored', '[{source_labels: [a], regex: "oo", target_label: d, replacement: x}]', given],
  ['replace, nothing to match', '[{target_label: d, replacement: fixed}]', { ...given, d: 'fixed' }],
  ['replace, empty result removes', '[{source_labels: [x], target_label: a}]', { b: 'bar', c: 'Baz' }],
  [
    'replace, group in the target',
    '[{source_labels: [a], regex: "(f).*", target_label: "${1}x", replacement: y}]',
    { ...given, fx: 'y' },
  ],
  [
    'replace, any text in the target',
    '[{source_labels: [a], regex: "(f).*", target_label: "0-${1}.x", replacement: y}]',
    { ...given, '0-f.x': 'y' },
  ],
  [
    'replace, unknown group is empty',
    '[{source_labels: [a], target_label: d, replacement: "<$2>"}]',
    { ...given, d: '<>' },
  ],
  [
    'replace, named group and dollar',
    '[{source_labels: [a], regex: "(?P<n>.)..", target_label: d, replacement: "$n$$"}]',
    { ...given, d: 'f$' },
  ],
  [
    'replace, a name as long as it goes',
    '[{source_labels: [a], target_label: d, replacement: "$1x"}]',
    { ...given, d: undefined },
  ],
  ['keep', '[{source_labels: [a], regex: fo+, action: keep}]', given],
  ['keep, no match', '[{source_labels: [a], regex: fo, action: keep}]', undefined],
  ['drop', '[{source_labels: [a], regex: fo+, action: drop}]', undefined],
  ['keepequal', '[{source_labels: [a], target_label: b, action: keepequal}]', undefined],
  ['dropequal', '[{source_labels: [a], target_label: b, action: dropequal}]', given],
  ['dropequal of absent labels', '[{source_labels: [x], target_label: y, action: dropequal}]', undefined],
  ['lowercase', '[{source_labels: [c], target_label: c, action: lowercase}]', { ...given, c: 'baz' }],
  ['uppercase', '[{source_labels: [c], target_label: d, action: uppercase}]', { ...given, d: 'BAZ' }],
  [
    'hashmod',
    '[{source_labels: [c], target_label: c, action: lowercase}, {source_labels: [c], target_label: d, modulus: 1000, action: hashmod}]',
    { ...given, c: 'baz', d: '976' },
  ],
  [
    'labelmap',
    '[{regex: "([ab])", replacement: "${1}_copy", action: labelmap}]',
    { ...given, a_copy: 'foo', b_copy: 'bar' },
  ],
  ['labeldrop', '[{regex: "[ab]", action: labeldrop}]', { c: 'Baz' }],
  ['labelkeep', '[{regex: "[ab]", action: labelkeep}]', { a: 'foo', b: 'bar' }],
  [
    'one after the other',
    '[{source_labels: [a], target_label: d}, {source_labels: [d], regex: foo, action: drop}]',
    undefined,
  ],
])('%s', (_what, rules, expected) => {
  expect(relabeled(given, rules)).toEqual(expected);
});

test.each([
  ['double a value', () => `{source_labels: [a, a], separator: '', target_label: a}`],
  ['repeat a value', () => `{source_labels: [a], target_label: a, replacement: '${'$1'.repeat(50)}'}`],
  ['double the labels', (at: number) => `{action: labelmap, regex: '(.*)', replacement: 'x${at}_$1'}`],
  ['double a name', () => `{action: labelmap, regex: '(.*)', replacement: '$1$1'}`],
])('rules that %s repeatedly are stopped', (_what, rule) => {
  const rules = Array.from({ length: 30 }, (_, at) => rule(at));
  expect(relabeled(given, `[${rules.join(', ')}]`)).toBe('too-long');
});
