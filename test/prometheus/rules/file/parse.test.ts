// Rule files and what is wrong with them. The cases are the facts of Prometheus's own tests of rulefmt.
import { describe, expect, test } from 'vitest';

import { parseRuleFile } from '../../../../src/prometheus/rules/file/index.ts';
import type { RuleGroup } from '../../../../src/prometheus/rules/model/rule.ts';

const DEFAULTS = { evaluationIntervalMs: 60_000, queryOffsetMs: 0 };

function groupsOf(source: string, options = {}): readonly RuleGroup[] {
  const outcome = parseRuleFile(source, '/r.yml', { ...DEFAULTS, ...options });
  if (outcome.status === 'error') throw new Error(outcome.problems.map(({ message }) => message).join('\n'));
  return outcome.groups;
}

function problemsOf(source: string, options = {}): readonly string[] {
  const outcome = parseRuleFile(source, '/r.yml', { ...DEFAULTS, ...options });
  return outcome.status === 'ok' ? [] : outcome.problems.map(({ message }) => message);
}

/** A file with one group whose rules are these lines. */
const file = (...lines: string[]): string =>
  ['groups:', '- name: shop', '  rules:', ...lines.map((line) => `  ${line}`)].join('\n');

describe('a rule file', () => {
  test('has its groups and rules with every default', () => {
    const groups = groupsOf(
      file('- record: job:up:sum', '  expr: sum by(job)(up)', '- alert: Down', '  expr: up == 0'),
    );
    expect(groups).toMatchObject([
      {
        name: 'shop',
        file: '/r.yml',
        intervalMs: 60_000,
        limit: 0,
        queryOffsetMs: 0,
        rules: [
          { kind: 'recording', name: 'job:up:sum', query: 'sum by (job) (up)', labels: {}, line: 4 },
          {
            kind: 'alerting',
            name: 'Down',
            query: 'up == 0',
            holdMs: 0,
            keepFiringMs: 0,
            labels: {},
            annotations: {},
            line: 6,
          },
        ],
      },
    ]);
  });

  test('has everything that a group and a rule can say', () => {
    const source = `
groups:
- name: shop
  interval: 30s
  query_offset: 1m
  limit: 0x10
  labels: {team: web, tier: a}
  rules:
  - alert: Down
    expr: up == 0
    for: 5m
    keep_firing_for: 1h
    labels: {tier: b, ins-tance: yes, empty: }
    annotations: {s-y: "{{ $labels.job }} is down"}
`;
    expect(groupsOf(source)).toMatchObject([
      {
        intervalMs: 30_000,
        limit: 16,
        queryOffsetMs: 60_000,
        rules: [
          {
            holdMs: 300_000,
            keepFiringMs: 3_600_000,
            labels: { team: 'web', tier: 'b', 'ins-tance': 'yes', empty: '' },
            annotations: { 's-y': '{{ $labels.job }} is down' },
          },
        ],
      },
    ]);
  });

  test('takes an offset of 0 over that of the configuration', () => {
    const source = 'groups: [{name: a, query_offset: 0s}, {name: b}]';
    expect(groupsOf(source, { queryOffsetMs: 5_000 }).map(({ queryOffsetMs }) => queryOffsetMs)).toEqual([
      0, 5_000,
    ]);
  });

  test('may use anchors, aliases and merges', () => {
    const source = file(
      '- &down',
      '  alert: &name Down',
      '  expr: &expr up == 0',
      '  labels: {severity: &page page}',
      '- record: down',
      '  expr: *expr',
      '- alert: *name',
      '  expr: *expr',
      '  labels: {severity: *page}',
      '- <<: *down',
      '  alert: StillDown',
    );
    expect(groupsOf(source)[0]?.rules.map(({ name, labels }) => [name, labels])).toEqual([
      ['Down', { severity: 'page' }],
      ['down', {}],
      ['Down', { severity: 'page' }],
      ['StillDown', { severity: 'page' }],
    ]);
  });

  test.each(['', '# nothing', 'groups:', 'groups: []', '---'])('may be empty: %j', (source) => {
    expect(groupsOf(source)).toEqual([]);
  });

  test.each(['groups: [{name: a}]\n---\ngroups: [{name: b}]', 'groups: [{name: a}]\n---\n'])(
    'is read up to its second document: %j',
    (source) => {
      const outcome = parseRuleFile(source, '/r.yml', DEFAULTS);
      expect(outcome).toMatchObject({
        status: 'ok',
        groups: [{ name: 'a' }],
        warnings: [
          'Multiple document yaml rules files are not supported, only the first document is processed',
        ],
      });
    },
  );
});

describe('a problem of a rule file', () => {
  const alert = (...lines: string[]): string =>
    file('- alert: A', '  expr: up', ...lines.map((line) => `  ${line}`));
  const record = (...lines: string[]): string =>
    file('- record: a', '  expr: up', ...lines.map((line) => `  ${line}`));
  const ofA = 'group "shop", rule 1, "A": ';

  test.each([
    ['groups: [{name: a}, {name: a}]', ['1:21: groupname: "a" is repeated in the same file']],
    ['groups: [{rules: []}]', ['1:10: Groupname must not be empty']],
    ['groups: [{name: a, labels: {__name__: b}}]', ['line 1: invalid label name: __name__']],
    ['group: []', ['line 1: field group not found in type rulefmt.RuleGroups']],
    ['groups: [{name: a, source: b}]', ['line 1: field source not found in type rulefmt.RuleGroup']],
    [alert('annotation: {a: b}'), ['line 6: field annotation not found in type rulefmt.Rule']],
    [alert('for: 1m', 'for: 2m'), ['line 7: mapping key "for" already defined at line 6']],
    ['text', ['line 1: cannot unmarshal !!str `text` into rulefmt.RuleGroups']],
    ['groups: {a: b}', ['line 1: cannot unmarshal !!map into []rulefmt.RuleGroup']],
    [alert('labels: page'), ['line 6: cannot unmarshal !!str `page` into map[string]string']],
    ['groups: [{name: a, limit: some}]', ['line 1: cannot unmarshal !!str `some` into int']],
    [alert('for: soon'), ['line 6: not a valid duration string: "soon"']],
    [alert('keep_firing_for: -5m'), ['line 6: not a valid duration string: "-5m"']],
    ['groups: [{name: a, query_offset: 1}]', ['line 1: not a valid duration string: "1"']],
    [
      file('- record: a', '  alert: b', '  expr: up'),
      [`4:13: 5:12: group "shop", rule 1, "b": only one of 'record' and 'alert' must be set`],
    ],
    [file('- expr: up'), [`4:5: group "shop", rule 1, "": one of 'record' or 'alert' must be set`]],
    [file('- record: a'), [`4:5: group "shop", rule 1, "a": field 'expr' must be set in rule`]],
    [
      file('- record: a', '  expr: ""'),
      [`5:11: group "shop", rule 1, "a": field 'expr' must be set in rule`],
    ],
    [
      file('- record: a', '  expr: rate(up)'),
      [
        '5:11: group "shop", rule 1, "a": could not parse expression: 1:6: parse error: expected type range vector in call to function "rate", got instant vector',
      ],
    ],
    [record('for: 1m'), [`4:13: group "shop", rule 1, "a": invalid field 'for' in recording rule`]],
    [
      record('keep_firing_for: 1m'),
      [`4:13: group "shop", rule 1, "a": invalid field 'keep_firing_for' in recording rule`],
    ],
    [
      record('annotations: {a: b}'),
      [`4:13: group "shop", rule 1, "a": invalid field 'annotations' in recording rule`],
    ],
    [
      file('- record: a{b="c"}', '  expr: up'),
      [
        '4:13: group "shop", rule 1, "a{b="c"}": braces present in the recording rule name; should it be in expr?: a{b="c"}'.replaceAll(
          '"a{b="c"}"',
          String.raw`"a{b=\"c\"}"`,
        ),
      ],
    ],
    [
      alert('labels: {__name__: a, "": b}'),
      [`line 6: ${ofA}invalid label name: __name__`, `line 6: ${ofA}invalid label name: `],
    ],
    [alert('annotations: {"": b}'), [`line 6: ${ofA}invalid annotation name: `]],
    [
      `groups:\n\t- name: a`,
      [expect.stringContaining('yaml: line 2: found character that cannot start any token')],
    ],
    ['groups: *none', ["yaml: line 1: unknown anchor 'none' referenced"]],
  ])('%j', (source, messages) => {
    expect(problemsOf(source)).toEqual(messages);
  });

  test.each([
    'annotations: {a: "{{ $label.instance }} down"}',
    'labels: {a: "{{$this_is_wrong}}"}',
    'annotations: {a: "{{$labels.quantile * 100}}"}',
  ])('is a template that cannot be parsed: %s', (line) => {
    expect(problemsOf(alert(line))).toEqual([
      expect.stringMatching(
        /^line 6: group "shop", rule 1, "A": (?:label|annotation) "a": template: __alert_A:1: /,
      ),
    ]);
  });

  test('is told for every rule', () => {
    expect(problemsOf(file('- alert: A', '  expr: up ===== 0', '- alert: B', '  expr: up ===== 1'))).toEqual([
      expect.stringContaining('5:11: group "shop", rule 1, "A": could not parse expression: '),
      expect.stringContaining('7:11: group "shop", rule 2, "B": could not parse expression: '),
    ]);
  });

  test('is no field that is not known, where these are ignored', () => {
    const source = alert('owner: me', 'annotations: {a: b}');
    expect(problemsOf(source)).toHaveLength(1);
    expect(problemsOf(source, { ignoresUnknownFields: true })).toEqual([]);
  });

  test('is a file that is too long, or that aliases make long', () => {
    expect(problemsOf(`# ${'a'.repeat(2 * 1024 * 1024)}`)).toEqual(['the file is longer than 2048 KiB']);
    const rules = Array.from({ length: 2_000 }, () => '- *r').join('\n  ');
    const groups = Array.from({ length: 500 }, (_, i) => `- {name: g${i}, rules: *all}`).join('\n');
    const source = `groups:\n- name: a\n  rules: &all\n  - &r {record: a, expr: up}\n  ${rules}\n${groups}`;
    expect(problemsOf(source)).toEqual(['the file has too many aliases']);
  });
});
