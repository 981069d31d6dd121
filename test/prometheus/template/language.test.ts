// The language of templates: texts, actions, pipelines, variables and blocks.
import { describe, expect, test } from 'vitest';
import { errorOf, expandAlert } from './expand-alert.ts';

describe('a template', () => {
  test.each([
    ['plain text', 'plain text'],
    ['{{ $labels.instance }} of {{ $labels.job }}: {{ $value }}', 'localhost:3000 of shop: 1.5'],
    [
      '{{ .Labels.job }} {{ .Value }} {{ .ExternalLabels.dc }} {{ .ExternalURL }}',
      'shop 1.5 1 http://testhost:9090/path/prefix',
    ],
    [
      '{{ $externalLabels.dc }} {{ $externalURL }} {{ $.Labels.job }}',
      '1 http://testhost:9090/path/prefix shop',
    ],
    ['[{{ $labels.missing }}{{ .ExternalLabels.missing }}]', '[]'],
    ['a  {{- 1 -}}  b {{- /* comment */ -}} c{{/* x */}}', 'a1bc'],
    ['{{ "quoted\\t\\u00e9" }}{{ `raw\\t` }}', 'quoted\té' + String.raw`raw\t`],
    [
      "{{ 'a' }} {{ 0x1F }} {{ 0b11 }} {{ 0o17 }} {{ 1_000 }} {{ 1e3 }} {{ 0x1p4 }}",
      '97 31 3 15 1000 1000 16',
    ],
    [
      '{{ true }} {{ print nil }} {{ . }}',
      'true <nil> {map[instance:localhost:3000 job:shop] map[dc:1] http://testhost:9090/path/prefix 1.5}',
    ],
    ['{{ "a" | printf "%s%s" "b" | toUpper }}', 'BA'],
    [
      '{{ $x := 1 }}{{ $x }}{{ $x = 2 }}{{ $x }}{{ if true }}{{ $x = 3 }}{{ $x := 4 }}{{ $x }}{{ end }}{{ $x }}',
      '1243',
    ],
    ['{{ if gt $value 1.0 }}high{{ else if eq $value 1.0 }}one{{ else }}low{{ end }}', 'high'],
    ['{{ if and (eq $labels.job "shop") (not $labels.missing) }}yes{{ end }}', 'yes'],
    ['{{ with $labels.missing }}{{ . }}{{ else with $labels.job }}{{ . }}{{ end }}', 'shop'],
    [
      '{{ range $name, $value := $labels }}{{ $name }}={{ $value }};{{ end }}',
      'instance=localhost:3000;job=shop;',
    ],
    [
      '{{ range $labels }}{{ . }},{{ end }}{{ range $x := $labels }}{{ $x }}{{ break }}{{ end }}',
      'localhost:3000,shop,localhost:3000',
    ],
    [
      '{{ range 5 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ if eq . 3 }}{{ break }}{{ end }}{{ . }}{{ end }}',
      '02',
    ],
    ['{{ range 0 }}{{ . }}{{ else }}none{{ end }}', 'none'],
    [
      '{{ define "t" }}<{{ . }}>{{ end }}{{ template "t" $labels.job }}{{ template "t" }}',
      '<shop><<no value>>',
    ],
    ['{{ block "b" 7 }}[{{ . }}]{{ end }}{{ template "b" 8 }}', '[7][8]'],
    ['{{ index $labels "job" }} {{ index $labels "x" }}{{ slice "hello" 1 3 }} {{ len "é" }}', 'shop el 2'],
    ['{{ or "" "b" }} {{ and 1 0 }} {{ not 0 }} {{ or 1 (index "" 5) }}', 'b 0 true 1'],
    [
      '{{ eq 1 2 1 }} {{ ne "a" "b" }} {{ lt 1 2 }} {{ le 2 2 }} {{ gt 1.5 1.0 }} {{ ge "b" "a" }}',
      'true true true true true true',
    ],
    [
      '{{ html "<a>&\'\\"" }} {{ js "<\'\\n" }} {{ urlquery "a b" 1 }}',
      "&lt;a&gt;&amp;&#39;&#34; \\u003C\\'\\u000A a+b1",
    ],
    ['{{ $labels.instance | reReplaceAll ":.*" "" }}', 'localhost'],
  ])('%s', (text, expected) => {
    expect(expandAlert(text)).toBe(expected);
  });

  test.each([
    [Number.NaN, 'NaN'],
    [Infinity, '+Inf'],
    [-0, '-0'],
    [1e6, '1e+06'],
    [123_456, '123456'],
    [1e-5, '1e-05'],
  ])('prints the value %s as Go does', (value, expected) => {
    expect(expandAlert('{{ $value }}', { value })).toBe(expected);
  });
});

describe('a text that is no template', () => {
  test.each([
    ['{{', 'unclosed action'],
    ['{{ -0x }}', 'illegal number syntax: "-0x"'],
    ['{{ "a', 'unterminated quoted string'],
    ['{{ `a', 'unterminated raw quoted string'],
    ["{{ 'a", 'unterminated character constant'],
    ['{{ (1 }}', 'unclosed left paren'],
    ['{{ 1) }}', 'unexpected right paren'],
    ['{{/* a', 'unclosed comment'],
    ['{{/* a */ }}', 'comment ends before closing delimiter'],
    ['{{\u00A0}}', 'unrecognized character in action: U+00A0'],
    ['{{ a-b }}', "bad character U+002D '-'"],
    ['{{ 1a }}', 'bad number syntax: "1a"'],
    ['{{ 089 }}', 'integer overflow: "089"'],
    ['{{ 99999999999999999999 }}', 'integer overflow: "99999999999999999999"'],
    ['{{ 1i }}', 'complex numbers are not supported: "1i"'],
    ['{{ "\\q" }}', 'invalid syntax'],
    ['{{ nope }}', 'function "nope" not defined'],
    ['{{ tmpl "a" . }}', 'function "tmpl" not defined'],
    ['{{ toString 1 }}', 'function "toString" not defined'],
    ['{{ $x }}', 'undefined variable "$x"'],
    ['{{ if true }}{{ $y := 1 }}{{ end }}{{ $y }}', 'undefined variable "$y"'],
    ['{{ }}', 'missing value for command'],
    ['{{ if }}a{{ end }}', 'missing value for if'],
    ['{{ 1 | 2 }}', 'non executable command in pipeline stage 2'],
    ['{{ | print }}', 'unexpected "|" in command'],
    ['{{ @ }}', 'unexpected "@" in command'],
    ['{{ if true }}', 'unexpected EOF'],
    ['{{ end }}', 'unexpected {{end}}'],
    ['a{{ else }}', 'unexpected {{else}}'],
    ['{{ if true }}{{ else }}{{ else }}{{ end }}', 'expected end; found {{else}}'],
    ['{{ break }}', '{{break}} outside {{range}}'],
    ['{{ range 1 }}{{ else }}{{ continue }}{{ end }}', '{{continue}} outside {{range}}'],
    ['{{ range $a, $b, $c := . }}{{ end }}', 'too many declarations in range'],
    ['{{ $a, $b := 1 }}', 'too many declarations in command'],
    ['{{ range $a, 1 }}{{ end }}', 'range can only initialize variables'],
    ['{{ true.x }}', 'unexpected . after term "true"'],
    ['{{ template x }}', 'unexpected "x" in template clause'],
    ['{{ define "a" }}{{ define "b" }}{{ end }}{{ end }}', 'unexpected <define> in command'],
    ['{{ define "a" }}x{{ end }}{{ define "a" }}y{{ end }}', 'template: multiple definition of template "a"'],
    ['{{ a_very_long_name_x 1 2 := }}', 'function "a_very_long_name_x" not defined'],
  ])('is an error: %s', (text, problem) => {
    expect(errorOf(text)).toBe(`template: __alert_X:1: ${problem}`);
  });

  test('names the line of the error', () => {
    expect(errorOf('{{ 1\n')).toBe('template: __alert_X:2: unclosed action started at __alert_X:1');
    expect(errorOf('a\nb {{ 1 |\n2 }}')).toBe(
      'template: __alert_X:3: non executable command in pipeline stage 2',
    );
    expect(errorOf('{{ if true }}\n{{ nope }}')).toBe('template: __alert_X:2: function "nope" not defined');
  });
});

describe('a template that fails', () => {
  test.each([
    [
      '{{ .Foo }}',
      3,
      '.Foo',
      "can't evaluate field Foo in type struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value interface {} }",
    ],
    ['{{ .Labels.foo.bar }}', 10, '.Labels.foo.bar', "can't evaluate field bar in type string"],
    ['{{ $value.x }}', 9, '$value.x', "can't evaluate field x in type float64"],
    ['{{ .Value.x }}', 9, '.Value.x', "can't evaluate field x in type interface {}"],
    ['{{ toUpper 1 }}', 11, '1', 'expected string; found 1'],
    ['{{ $value | toUpper }}', 12, 'toUpper', 'wrong type for value; expected string; got float64'],
    ['{{ 1 | first }}', 7, 'first', 'wrong type for value; expected template.queryResult; got int'],
    ['{{ toUpper nil }}', 11, 'nil', 'cannot assign nil to string'],
    ['{{ toUpper }}', 3, 'toUpper', 'wrong number of args for toUpper: want 1 got 0'],
    ['{{ printf }}', 3, 'printf', 'wrong number of args for printf: want at least 1 got 0'],
    ['{{ "a" "b" }}', 3, '"a"', 'can\'t give argument to non-function "a"'],
    ['{{ nil }}', 3, 'nil', 'nil is not a command'],
    ['{{ range "abc" }}{{ end }}', 9, '"abc"', "range can't iterate over abc"],
    ['{{ range $i, $x := 3 }}{{ end }}', 19, '3', "can't use 3 to iterate over more than one variable"],
    ['{{ template "no" }}', 12, '{{template "no"}}', 'template "no" not defined'],
    ['{{ gt $value 1 }}', 3, 'gt $value 1', 'error calling gt: incompatible types for comparison'],
    ['{{ lt $labels 1 }}', 3, 'lt $labels 1', 'error calling lt: invalid type for comparison'],
    [
      '{{ eq $labels $labels }}',
      3,
      'eq $labels $labels',
      'error calling eq: non-comparable type map[instance:localhost:3000 job:shop]: map[string]string',
    ],
    [
      '{{ index $labels 1 }}',
      3,
      'index $labels 1',
      'error calling index: value has type int; should be string',
    ],
    ['{{ index "abc" 9 }}', 3, 'index "abc" 9', 'error calling index: index out of range: 9'],
    ['{{ slice "abc" 2 1 }}', 3, 'slice "abc" 2 1', 'error calling slice: invalid slice index: 2 > 1'],
    ['{{ len 1 }}', 3, 'len 1', 'error calling len: len of type int'],
    ['{{ call 1 }}', 3, 'call 1', 'error calling call: non-function of type int'],
    ['{{ $labels.job.x 1 }}', 10, '$labels.job.x', "can't evaluate field x in type string"],
    ['{{ $labels.job 1 }}', 10, '$labels.job', 'job is not a method but has arguments'],
    ['{{ 18446744073709551615 }}', 3, '18446744073709551615', '18446744073709551615 overflows int'],
    ['é{{ 1.5 | len }}', 11, 'len', 'error calling len: len of type float64'],
  ])('says so in the words of Go: %s', (text, column, context, problem) => {
    expect(errorOf(text)).toBe(
      `error executing template __alert_X: template: __alert_X:1:${column + 112}: executing "__alert_X" at <${context}>: ${problem}`,
    );
  });

  test('names the line and the template that it defines', () => {
    expect(errorOf('{{ define "t" }}\n é{{ .x.y }}{{ end }}{{ template "t" 1 }}')).toBe(
      'error executing template __alert_X: template: __alert_X:2:8: executing "t" at <.x.y>: can\'t evaluate field x in type int',
    );
  });
});

describe('the limits', () => {
  test.each([
    ['{{ range 9223372036854775807 }}{{ end }}', 'the template takes more than 1000000 steps'],
    [
      '{{ range 100 }}{{ range 100 }}{{ range 1000 }}x{{ end }}{{ end }}{{ end }}',
      'the template takes more than 1000000 steps',
    ],
    ['{{ range 3000 }}{{ printf "%1000d" . }}{{ end }}', 'the text is longer than 1048576 characters'],
    [
      '{{ range 100 }}{{ $x := printf "%1000000d" . }}{{ end }}',
      'the template makes more than 4 MiB of text',
    ],
    [
      '{{ $x := "0123456789abcdef" }}{{ range 50 }}{{ $x = print $x $x }}{{ end }}',
      'the template makes more than 4 MiB of text',
    ],
    [
      '{{ $x := "a" }}{{ range 50 }}{{ $x = reReplaceAll "a" "aaaaaaaa" $x }}{{ end }}',
      'the template makes more than 4 MiB of text',
    ],
    [
      '{{ define "t" }}{{ template "t" }}{{ end }}{{ template "t" }}',
      'exceeded maximum template depth (100)',
    ],
  ])('end a template that would not end: %s', (text, problem) => {
    expect(errorOf(text)).toContain(problem);
  });

  test('reject what is nested too deeply', () => {
    const depth = 20_000;
    const parens = `{{ ${'('.repeat(depth)}1${')'.repeat(depth)} }}`;
    const blocks = '{{ if true }}'.repeat(depth) + '{{ end }}'.repeat(depth);
    for (const text of [parens, blocks])
      expect(errorOf(text)).toBe('template: __alert_X:1: max expression depth exceeded');
  });
});
