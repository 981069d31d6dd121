import { describe, expect, test } from 'vitest';
import { worded } from '../../../../src/lab/words/index.ts';
import { codeOf } from '../support/context.ts';
import {
  groupOf,
  judgeFiles,
  judgeRules,
  solutionOf,
  specOf,
  specOfStep,
  CONFIG,
} from '../support/rules-workspace.ts';

const PAGE = 'labels: {severity: page}, annotations: {summary: "It is broken."}';
const alert = (name: string, expr: string, more: string): string =>
  `{alert: ${name}, expr: ${JSON.stringify(expr)}, ${more}}`;
const down = (expr: string, hold = '1m', texts = PAGE): string =>
  alert('ApiTargetDown', expr, `for: ${hold}, ${texts}`);
const missing = (expr: string, hold = '5m', texts = PAGE): string =>
  alert('ApiJobMissing', expr, `for: ${hold}, ${texts}`);

const OUTAGES = specOf(`
kind: alert-timeline
file: rules.yml
labels: [severity]
annotations: [summary]
timelines:
  - name: outages
    about: one target is down, one scrape fails, and the job disappears
    load: |
      load 15s
        up{job="api",instance="a"} 1x159 stale _x39 1x40
        up{job="api",instance="b"} 1x39 0x39 1x39 0 1x38 stale _x39 1x40
        up{job="prometheus",instance="p"} 1x240
    incidents:
      - { id: target-down, about: one of the two targets is down, from: 10m, to: 20m, labels: { instance: b }, fires: { within: 3m }, resolves: { within: 3m } }
      - { id: job-gone, about: the job has no targets, from: 40m, to: 50m, fires: { within: 8m }, resolves: { within: 3m } }
    blips:
      - { id: failed-scrape, about: one scrape fails, from: 30m }
  - name: both-down
    about: both targets are down
    load: |
      load 15s
        up{job="api",instance="a"} 1x39 0x40 1x40
        up{job="api",instance="b"} 1x39 0x40 1x40
        up{job="prometheus",instance="p"} 1x120
    incidents:
      - { id: both-down, about: both targets are down, from: 10m, to: 20m, fires: { within: 3m }, resolves: { within: 3m } }
  - name: one-removed
    about: one of the two targets is taken out of the job
    load: |
      load 15s
        up{job="api",instance="a"} 1x39 stale
        up{job="api",instance="b"} 1x120
        up{job="prometheus",instance="p"} 1x120
`);

describe('alerts on a target that is down and a job that is missing', () => {
  test.each([
    ['the reference', down('up{job="api"} == 0'), missing('absent(up{job="api"})')],
    ['less than 1', down('up{job="api"} < 1'), missing('absent(up{job="api"})')],
    ['not 1, after two minutes', down('up{job="api"} != 1', '2m'), missing('absent(up{job="api"})')],
    ['unless it is up', down('up{job="api"} unless up == 1'), missing('absent(up{job="api"})')],
    ['an average', down('avg_over_time(up{job="api"}[2m]) < 0.5', '0s'), missing('absent(up{job="api"})')],
    ['all jobs', down('up == 0'), missing('absent(up{job="api"})')],
    [
      'a count with a fallback',
      down('up{job="api"} == 0'),
      missing('(count(up{job="api"}) or vector(0)) == 0'),
    ],
    ['a vector unless there is a count', down('up == 0'), missing('vector(1) unless count(up{job="api"})')],
    ['absent of a sum', down('up == 0'), missing('absent(sum by (instance) (up{job="api"}))')],
  ])('pass: %s', async (_, ...rules) => {
    expect(codeOf(await judgeRules(OUTAGES, groupOf(...rules)))).toBe('pass');
  });

  test.each([
    ['one-of-two-down-missed', down('sum(up{job="api"}) == 0'), missing('absent(up{job="api"})')],
    ['one-of-two-down-missed', down('sum by (job) (up{job="api"}) == 0'), missing('absent(up{job="api"})')],
    ['bool-does-not-filter', down('up{job="api"} == bool 0'), missing('absent(up{job="api"})')],
    ['absent-of-everything', down('up{job="api"} == 0'), missing('absent(up)')],
    ['count-of-nothing', down('up{job="api"} == 0'), missing('count(up{job="api"}) == 0')],
    ['false-page', down('up{job="api"} == 0'), missing('absent(up{job="api",instance="a"})')],
    ['no-for', down('up{job="api"} == 0', '0s'), missing('absent(up{job="api"})')],
    ['hold-too-long', down('up{job="api"} == 0', '15m'), missing('absent(up{job="api"})')],
    ['fires-late', down('up{job="api"} == 0', '5m'), missing('absent(up{job="api"})')],
    [
      'severity-missing',
      down('up{job="api"} == 0', '1m', 'annotations: {summary: x}'),
      missing('absent(up{job="api"})'),
    ],
    [
      'annotation-missing',
      down('up{job="api"} == 0', '1m', 'labels: {severity: page}'),
      missing('absent(up{job="api"})'),
    ],
    [
      'annotation-broken',
      down(
        'up{job="api"} == 0',
        '1m',
        'labels: {severity: page}, annotations: {summary: "{{ $labels.instance | humanize }}"}',
      ),
      missing('absent(up{job="api"})'),
    ],
    ['alert-label-lost', down('count(up{job="api"} == 0) > 0'), missing('absent(up{job="api"})')],
    ['always-fires', down('up{job="api"}'), missing('absent(up{job="api"})')],
    [
      'resolves-late',
      alert('Down', 'up{job="api"} == 0', `for: 1m, keep_firing_for: 10m, ${PAGE}`),
      missing('absent(up{job="api"})'),
    ],
    ['never-fires', down('up{job="apii"} == 0'), missing('absent(up{job="api"})')],
  ])('%s: %s', async (code, ...rules) => {
    expect(codeOf(await judgeRules(OUTAGES, groupOf(...rules)))).toBe(code);
  });

  test('an alert that is not there is missed, whatever others are about', async () => {
    const unrelated = alert('Busy', 'sum(rate(http_requests_total[5m])) > 100', PAGE);
    expect(codeOf(await judgeRules(OUTAGES, groupOf(unrelated)))).toBe('alert-missing');
    expect(codeOf(await judgeRules(OUTAGES, groupOf(down('up{job="api"} == 0'))))).toBe('alert-missing');
    const both = groupOf(down('up{job="api"} == 0'), missing('absent(up{job="api"})'), unrelated);
    expect(codeOf(await judgeRules(OUTAGES, both))).toBe('pass');
  });

  test('one that is about something that the timeline lacks does not fire falsely', async () => {
    const other = alert('NoTraffic', 'absent(http_requests_total)', PAGE);
    const rules = groupOf(down('up{job="api"} == 0'), missing('absent(up{job="api"})'), other);
    expect(codeOf(await judgeRules(OUTAGES, rules))).toBe('pass');
  });

  test('a `for` of one evaluation is none', async () => {
    const files = {
      'prometheus.yml': CONFIG.replace('evaluation_interval: 15s', 'evaluation_interval: 5s'),
      'rules.yml': groupOf(down('up{job="api"} == 0', '5s'), missing('absent(up{job="api"})')),
    };
    expect(codeOf(await judgeFiles(OUTAGES, files))).toBe('for-shorter-than-two-evaluations');
  });

  test('an interval that is too long is named', async () => {
    const files = {
      'prometheus.yml': CONFIG.replace('evaluation_interval: 15s', 'evaluation_interval: 4m'),
      'rules.yml': groupOf(down('up{job="api"} == 0'), missing('absent(up{job="api"})')),
    };
    expect(codeOf(await judgeFiles(OUTAGES, files))).toBe('interval-too-long');
  });

  test('the verdict shows what happened, in lines that fit a narrow terminal', async () => {
    const rules = groupOf(down('up{job="api"} == 0', '0s'), missing('absent(up{job="api"})'));
    const verdict = await judgeRules(OUTAGES, rules);
    const words = worded({ status: verdict.status, fact: verdict.fact });
    expect(words.observed).toMatchInlineSnapshot(`
      "one of the two targets is down: fired after 0s (asked: within 3m)
      the job has no targets: fired after 5m (asked: within 8m)
      1 false page
                   0s                          1h
      incidents         ======         ======
      ApiTargetDo…      ######    #
      ApiJobMissi…                     ..####
      (= incident, . pending, # firing)"
    `);
  });
});

const R = (window: string): string =>
  `sum(rate(http_requests_total{job="api",code=~"5.."}[${window}])) / sum(rate(http_requests_total{job="api"}[${window}]))`;
const high = (expr: string, more: string): string => alert('ApiErrorRatioHigh', expr, `${more}, ${PAGE}`);

const ERRORS = specOf(`
kind: alert-timeline
file: rules.yml
labels: [severity]
annotations: [summary]
timelines:
  - name: incident-and-blips
    about: a fifth of the requests fails for a while, there is a short burst, and one request fails at night
    load: |
      load 15s
        http_requests_total{job="api",instance="a",path="/cart",code="200"} 0+150x39 6000+120x59 13200+150x59 22200+75x3 22500+150x59 31500x80
        http_requests_total{job="api",instance="a",path="/cart",code="500"} 0x39 0+30x59 1800x59 1800+75x3 2100x59 2100x10 2101x69
    incidents:
      - { id: failures, about: a fifth of the requests fails, from: 10m, to: 25m, fires: { within: 10m }, resolves: { within: 15m } }
    blips:
      - { id: burst, about: half of the requests fail for one minute, from: 40m, to: 54m }
      - { id: night, about: one of two requests fails at night, from: 55m }
  - name: around-the-threshold
    about: the share of failures is above and below the threshold in turns
    load: |
      load 15s
        http_requests_total{job="api",instance="a",path="/cart",code="200"} 0+100x39 4000+96x11 5152+94x11 6280+96x11 7432+94x11 8560+96x11 9712+94x11 10840+96x11 11992+94x11 13120+96x11 14272+94x11 15400+100x40
        http_requests_total{job="api",instance="a",path="/cart",code="500"} 0x39 0+4x11 44+6x11 110+4x11 154+6x11 220+4x11 264+6x11 330+4x11 374+6x11 440+4x11 484+6x11 550x40
    incidents:
      - { id: wavering, about: the share of failures wavers, from: 10m, to: 40m }
  - name: failing-target-gone
    about: the failing target can not be scraped any more
    load: |
      load 15s
        up{job="api",instance="a"} 1x59 0x60
        http_requests_total{job="api",instance="a",path="/cart",code="200"} 0+80x59 stale
        http_requests_total{job="api",instance="a",path="/cart",code="500"} 0+20x59 stale
    incidents:
      - { id: failures, about: a fifth of the requests fails, from: 0s, to: 15m, fires: { within: 10m }, resolves: { within: 10m } }
      - { id: gone, about: the target is down, from: 15m, to: 30m, fires: { within: 4m } }
`);
const DOWN = down('up{job="api"} == 0');
const RECORDED = [
  `{record: 'path:http_requests:rate5m', expr: 'sum without (instance, method, code) (rate(http_requests_total{job="api"}[5m]))'}`,
  `{record: 'path:http_requests_failed_per_http_requests:ratio_rate5m', expr: '(sum without (instance, method, code) (rate(http_requests_total{job="api",code=~"5.."}[5m])) or path:http_requests:rate5m * 0) / (path:http_requests:rate5m > 0)'}`,
];

describe('an alert on the error ratio', () => {
  test.each([
    ['the reference', high(`${R('5m')} > 0.05`, 'for: 5m, keep_firing_for: 5m')],
    [
      'with a guard for quiet times',
      high(`${R('5m')} > 0.05 and sum(rate(http_requests_total[5m])) > 0.1`, 'for: 5m, keep_firing_for: 5m'),
    ],
    [
      'from the recorded ratio',
      ...RECORDED,
      high('path:http_requests_failed_per_http_requests:ratio_rate5m > 0.05', 'for: 5m, keep_firing_for: 5m'),
    ],
  ])('pass: %s', async (_, ...rules) => {
    expect(codeOf(await judgeRules(ERRORS, groupOf(...rules, DOWN)))).toBe('pass');
  });

  test.each([
    ['blip-pages', high(`${R('1m')} > 0.05`, 'for: 1m')],
    [
      'no-for',
      high(
        `sum(irate(http_requests_total{code=~"5.."}[5m])) / sum(irate(http_requests_total[5m])) > 0.05`,
        'for: 0s',
      ),
    ],
    ['blip-pages', high('increase(http_requests_total{code=~"5.."}[5m]) > 5', 'for: 5m')],
    [
      'never-resolves',
      high('sum(http_requests_total{code=~"5.."}) / sum(http_requests_total) > 0.05', 'for: 5m'),
    ],
    [
      'value-in-label',
      alert(
        'High',
        `${R('5m')} > 0.05`,
        'for: 5m, labels: {severity: page, value: "{{ $value }}"}, annotations: {summary: x}',
      ),
    ],
  ])('%s: %s', async (code, ...rules) => {
    expect(codeOf(await judgeRules(ERRORS, groupOf(...rules, DOWN)))).toBe(code);
  });

  test('with a short window and without keep_firing_for it flaps', async () => {
    if (ERRORS.kind !== 'alert-timeline') throw new Error('another kind');
    const spec = { ...ERRORS, timelines: ERRORS.timelines.slice(1) };
    const rules = groupOf(high(`${R('1m')} > 0.05`, 'for: 15s'), DOWN);
    expect(codeOf(await judgeRules(spec, rules))).toBe('flaps');
  });

  test('alone it vanishes with its series', async () => {
    const rules = groupOf(high(`${R('5m')} > 0.05`, 'for: 5m, keep_firing_for: 5m'));
    expect(codeOf(await judgeRules(ERRORS, rules))).toBe('threshold-on-vanishing-series');
  });
});

describe('the steps of the course', () => {
  const steps = [
    '26-record-rules',
    '27-alert-on-target-down',
    '28-alert-on-error-ratio',
    '30-burn-rate-alerts',
  ];

  test.each(steps.slice(1))(
    '%s is right with its solution, and not with that of the step before',
    async (folder) => {
      const spec = await specOfStep(folder);
      expect(codeOf(await judgeRules(spec, await solutionOf(folder)))).toBe('pass');
      const before = steps[steps.indexOf(folder) - 1] ?? '';
      expect(codeOf(await judgeRules(spec, await solutionOf(before)))).not.toBe('pass');
    },
  );
});
