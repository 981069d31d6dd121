import { describe, expect, test } from 'vitest';
import { alertmanagersOf, type Alertmanagers } from '../../../src/prometheus/notifications/addresses.ts';
import { config } from './support.ts';

/** The Alertmanagers of one entry. */
function found(entry: string): Alertmanagers {
  const [one] = config(`alerting:\n  alertmanagers:\n  - ${entry.replaceAll('\n', '\n    ')}\n`).alerting
    .alertmanagers;
  if (one === undefined) throw new Error('no entry');
  return alertmanagersOf(one, one.staticConfigs);
}

const AM = 'static_configs: [{targets: [am:9093]}]';

describe('the Alertmanagers of an entry', () => {
  test.each([
    ['', 'http://am:9093/api/v2/alerts'],
    ['path_prefix: /', 'http://am:9093/api/v2/alerts'],
    ['path_prefix: alerts/', 'http://am:9093/alerts/api/v2/alerts'],
    ['path_prefix: alerts', 'http://am:9093/alerts/api/v2/alerts'],
    ['path_prefix: /alerts/', 'http://am:9093/alerts/api/v2/alerts'],
    ['path_prefix: /a//b/../c', 'http://am:9093/a/c/api/v2/alerts'],
    ['path_prefix: /a b?c', 'http://am:9093/a%20b%3Fc/api/v2/alerts'],
    ['scheme: https', 'https://am:9093/api/v2/alerts'],
    ['relabel_configs: [{target_label: __scheme__, replacement: https}]', 'https://am:9093/api/v2/alerts'],
    ['relabel_configs: [{target_label: __alerts_path__, replacement: x}]', 'http://am:9093/x'],
    [
      'relabel_configs: [{source_labels: [__address__], regex: "(.*):.*", target_label: __address__, replacement: "$1:80"}]',
      'http://am:80/api/v2/alerts',
    ],
  ])('with %j are at %s', (fields, url) => {
    expect(found(`${AM}\n${fields}`)).toEqual({ active: [url], dropped: [], problems: [] });
  });

  test('may get their scheme and path from the labels of a group', () => {
    expect(
      found('static_configs: [{targets: [a:1], labels: {__scheme__: https, __alerts_path__: /b}}]').active,
    ).toEqual(['https://a:1/b']);
  });

  test('are each listed once', () => {
    expect(found('static_configs: [{targets: [a:1, b:1, a:1]}, {targets: [b:1]}]').active).toEqual([
      'http://a:1/api/v2/alerts',
      'http://b:1/api/v2/alerts',
    ]);
  });

  test('that a rule drops are told as they were before it', () => {
    const rules = [
      '{target_label: __address__, replacement: other}',
      '{source_labels: [drop], regex: "yes", action: drop}',
    ].join(', ');
    expect(
      found(
        `static_configs: [{targets: [a:1]}, {targets: [b:1], labels: {drop: "yes"}}]\nrelabel_configs: [${rules}]`,
      ),
    ).toEqual({
      active: ['http://other/api/v2/alerts'],
      dropped: ['http://b:1/api/v2/alerts'],
      problems: [],
    });
  });

  test('that are invalid leave out their group alone', () => {
    expect(
      found(
        'static_configs: [{targets: [a:1, b/c]}, {targets: [d:1]}]\nrelabel_configs: [{action: labeldrop, regex: none}]',
      ),
    ).toEqual({
      active: ['http://d:1/api/v2/alerts'],
      dropped: [],
      problems: ['"b/c" is not a valid hostname'],
    });
  });
});
