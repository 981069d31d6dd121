// The real promtool expands the same templates: `test rules` compares the annotations of an alert with what is expected,
// and what is expected is what this project expands. Functions that came after 2.42 are not among them.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  expandTemplate,
  parseTemplate,
  TemplateError,
  type TemplateSample,
} from '../../../src/prometheus/template/index.ts';
import { realPromtool } from '../../support/real-prometheus.ts';
import { labels } from './expand-alert.ts';

const run = promisify(execFile);

const VALUE = 1_234_567.891;
const SERIES: readonly TemplateSample[] = [
  { labels: labels({ __name__: 'm', instance: 'b.example.com:9090', job: 'x y' }), value: VALUE },
];

const NUMBERS = [
  '0.0',
  '1.0',
  '-1',
  '.12',
  '"12345"',
  '1e-9',
  '86400',
  '1234567',
  '"NaN"',
  '"-Inf"',
  '$value',
  '"x"',
  'true',
];
const FORMATS = [
  '%v',
  '%d',
  '%s',
  '%q',
  '%.2f',
  '%8.3f|',
  '%-9v|',
  '%+.3e',
  '%g',
  '%x',
  '%T',
  '%05d',
  '%t',
  '%z',
  '%',
  '%[2]d',
  '%*d',
];
const ARGUMENTS = [
  '1',
  '-42',
  '1.5',
  '1000000.0',
  '"hi"',
  '"é\\n"',
  'true',
  'nil',
  '$value',
  '$labels',
  '(query "m" | first)',
];

const TEMPLATES: readonly string[] = [
  ...['humanize', 'humanize1024', 'humanizeDuration', 'humanizePercentage', 'humanizeTimestamp'].flatMap(
    (name) => NUMBERS.map((number) => `{{ ${name} ${number} }}`),
  ),
  ...FORMATS.flatMap((format) => ARGUMENTS.map((argument) => `{{ printf "${format}" ${argument} }}`)),
  '{{ printf "%d %s" 1 }} {{ printf "%d" 1 2 }} {{ print 1 2 "a" 3 }} {{ println "a" 1 }}',
  '{{ $labels.instance | stripPort }} {{ $labels.instance | stripDomain }} {{ $labels.missing }}',
  '{{ query "m" | first | value }} {{ query "m" | first | label "job" }} {{ len (query "m") }}',
  '{{ range query "m" }}{{ .Labels.instance }}={{ .Value }};{{ else }}none{{ end }}',
  '{{ range query "nothing" }}x{{ else }}none{{ end }}',
  '{{ query "nothing" | first }}',
  '{{ with query "m" | sortByLabel "job" }}{{ . | first | strvalue }}{{ end }}',
  '{{ range $name, $value := $labels }}{{ $name }}={{ $value }};{{ end }}',
  '{{ range $i, $s := query "m" }}{{ if eq $i 1 }}{{ break }}{{ end }}{{ $s.Value | humanize }}{{ end }}',
  '{{ if gt $value 1e6 }}many{{ else if eq $value 0.0 }}none{{ else }}some{{ end }}',
  '{{ if and (eq $labels.job "x y") (not $labels.missing) }}yes{{ end }}',
  '{{- /* nothing */ -}}  {{ "a" -}}   b',
  '{{ define "t" }}[{{ . }}]{{ end }}{{ template "t" $labels.job }}{{ template "t" }}',
  '{{ define "a" }}{{ .arg0 }}-{{ .arg1 }}{{ end }}{{ template "a" (args 1 "b") }}',
  '{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}',
  '{{ index $labels "job" }} {{ slice "hello" 1 3 }} {{ len "é" }} {{ index "é" 0 }}',
  '{{ index $labels 1 }}',
  '{{ eq 1 2 1 }} {{ lt "a" "b" }} {{ ne 1.5 1.5 }} {{ or "" 0 "c" }} {{ and 1 "" 2 }}',
  '{{ gt $value 1 }}',
  '{{ eq $labels $labels }}',
  '{{ html "<a>&\'" }} {{ js "<\'\\u00e9\\n" }} {{ urlquery "a b&c" }}',
  '{{ match "a+" "baa" }} {{ reReplaceAll "(a)b" "x$1" "ab ab" }} {{ reReplaceAll "a*" "-" "baac" }}',
  '{{ match "(" "a" }}',
  '{{ reReplaceAll "(" "" "a" }}',
  '{{ "aa bb CC" | title }} {{ toUpper "aß" }} {{ toLower "ÄB" }}',
  '{{ graphLink "up == 1" }} {{ tableLink "rate(x[5m])" }}',
  '{{ parseDuration "1h30m" }} {{ parseDuration "-5s" }}',
  '{{ parseDuration "1x" }}',
  '{{ (1435065584.128 | toTime).Format "Mon Jan 2 15:04:05.000 2006" }} {{ 1435065584.128 | toTime }}',
  '{{ (toTime 0).Add 1000000000 }} {{ (toTime 0).Weekday }} {{ (toTime 86400).YearDay }}',
  '{{ .Labels.a.b }}',
  '{{ .Nope }}',
  '{{ $labels.job.x }}',
  '{{ toUpper 1 }}',
  '{{ $value | toUpper }}',
  '{{ "a" | first }}',
  '{{ template "no" }}',
  'é\né {{ len 1 }}',
  "{{ 0x1F }} {{ 1_000 }} {{ 017 }} {{ 'a' }} {{ 1e3 }} {{ .5 }} {{ -0.0 }} {{ 0x1p4 }} {{ 1e100 }}",
  '{{ 18446744073709551615 }}',
  '{{ safeHtml "<b>" }} {{ "x" | safeHtml | len }}',
  '{{ $labels }} {{ . }}',
];

/** What this project makes of a template, as Prometheus shows it in an annotation. */
function expand(text: string): string {
  const parsed = parseTemplate(text, '__alert_X');
  if (parsed.status === 'error') throw new Error(`${text}: ${parsed.message}`);
  const { __name__: _, ...own } = SERIES[0]?.labels.toObject() ?? {};
  try {
    return expandTemplate(
      parsed.template,
      { labels: labels({ __name__: 'm', ...own }), externalLabels: {}, externalUrl: '', value: VALUE },
      { nowMs: 60_000, query: (promql) => (promql === 'm' ? SERIES : []) },
    );
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return `<error expanding template: ${error.message}>`;
  }
}

const ANNOTATION = /rule="(\d+)"\}\n\s+Annotations:\{text="((?:[^"\\]|\\.)*)"\}/g;

/** Where Prometheus 3.14 differs from 2.42, and why. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  '{{ parseDuration "1h30m" }} {{ parseDuration "-5s" }}': 'durations may be negative since 3.0',
  '{{ parseDuration "1x" }}': 'prometheus/common names the unknown unit since 3.0',
};

/** Where Go prints an address; and since 3.0 `.Value` can be of any type. */
const NOT_COMPARED = /0xc[0-9a-f]{9}|interface \{\}/;

describe.skipIf(realPromtool === undefined)('the real promtool', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'templates-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('expands the same templates to the same texts', async () => {
    const compared = TEMPLATES.map((text) => [text, expand(text)] as const).filter(
      ([, expected]) => !NOT_COMPARED.test(expected),
    );
    expect(compared.length).toBeGreaterThan(250);
    // JSON is YAML, and the file stays exact.
    const rules = compared.map(([text]) => ({ alert: 'X', expr: 'm', annotations: { text } }));
    const groups = rules.map((rule, index) => ({
      name: `g${index}`,
      rules: [{ ...rule, labels: { rule: `${index}` } }],
    }));
    const { instance, job } = SERIES[0]?.labels.toObject() ?? {};
    const unit = {
      rule_files: ['rules.json'],
      tests: [
        {
          interval: '1m',
          input_series: [{ series: `m{instance="${instance}",job="${job}"}`, values: `${VALUE}x5` }],
          alert_rule_test: [
            {
              eval_time: '1m',
              alertname: 'X',
              exp_alerts: compared.map(([, text], index) => ({
                exp_labels: { instance, job, rule: `${index}` },
                exp_annotations: { text },
              })),
            },
          ],
        },
      ],
    };
    await writeFile(path.join(folder, 'rules.json'), JSON.stringify({ groups }));
    await writeFile(path.join(folder, 'test.json'), JSON.stringify(unit));
    // promtool says what it got where that differs from what is expected.
    const { stdout } = await run(realPromtool ?? '', ['test', 'rules', path.join(folder, 'test.json')]).catch(
      (error: unknown) => ({ stdout: String(error) }),
    );
    const [, got = ''] = stdout.split('got:[');
    const theirs = new Map(
      Array.from(got.matchAll(ANNOTATION), ([, rule, text = '']) => [Number(rule), text]),
    );
    const isEqual = stdout.includes('SUCCESS');
    expect(theirs.size).toBe(isEqual ? 0 : compared.length);
    const differences = compared
      .map(([text, ours], index) => ({ text, ours: JSON.stringify(ours), theirs: `"${theirs.get(index)}"` }))
      .filter((each) => !isEqual && each.ours !== each.theirs && !(each.text in DIFFERENCES));
    expect(differences).toEqual([]);
  });
});
