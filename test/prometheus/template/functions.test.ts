// Prometheus's functions. The cases are those of Prometheus's template tests, as facts: what goes in, what comes out.
import { describe, expect, test } from 'vitest';
import { errorOf, expandAlert, labels } from './expand-alert.ts';

const at = (column: number, context: string): string =>
  `error executing template __alert_X: template: __alert_X:1:${column + 112}: executing "__alert_X" at <${context}>: `;

const A = { labels: labels({ __name__: 'metric', instance: 'a', __value__: 'text' }), value: 11 };
const B = { labels: labels({ __name__: 'metric', instance: 'b' }), value: 21 };

describe('query', () => {
  test.each([
    ['{{ query "metric" | first | value }}', '21'],
    ['{{ query "metric" | first | label "instance" }}', 'b'],
    ['{{ query "metric" | first | label "foo" }}', ''],
    ['{{ $x := query "metric" | first }}{{ $x.Labels.foo }}', ''],
    ['{{ (query "metric" | first).Value }}', '21'],
    ['{{ query "metric" | sortByLabel "instance" | first | strvalue }}', 'text'],
    [
      '{{ range query "metric" | sortByLabel "instance" }}{{.Labels.instance}}:{{.Value}}: {{end}}',
      'a:11: b:21: ',
    ],
    ['{{ range $i, $s := query "metric" }}{{ $i }}{{ $s.Labels.instance }}{{ end }}', '0b1a'],
    ['{{ len (query "metric") }}', '2'],
    ['{{ with query "metric" }}{{ . | first | value }}{{ else }}none{{ end }}', '21'],
    ['{{ (index (query "metric") 1).Value | printf "%.1f" }}', '11.0'],
    ['{{ query "metric" | first }}', '{map[__name__:metric instance:b] 21}'],
  ])('yields samples: %s', (text, expected) => {
    expect(expandAlert(text, { result: [B, A] })).toBe(expected);
  });

  test('takes the else branch of a range without a result', () => {
    expect(expandAlert('{{ range query "x" }}some{{ else }}none{{ end }}', { result: [] })).toBe('none');
  });

  test.each([
    [
      '{{ query "missing" | first }}',
      `${at(21, 'first')}error calling first: first() called on vector with no elements`,
    ],
    [
      '{{ (query "missing").banana }}',
      `${at(10, '"missing"')}can't evaluate field banana in type template.queryResult`,
    ],
    ['{{ query 1 }}', `${at(9, '1')}expected string; found 1`],
  ])('fails as Prometheus does: %s', (text, message) => {
    expect(errorOf(text, { result: [] })).toBe(message);
  });

  test('passes on the error of the query', () => {
    expect(errorOf('{{ query "up" }}')).toBe(`${at(3, 'query "up"')}error calling query: no result for up`);
  });
});

describe('humanize and its kin', () => {
  test.each([
    [
      'humanize',
      ['0.0', '0'],
      ['1.0', '1'],
      ['1234567.0', '1.235M'],
      ['.12', '120m'],
      ['"1234567.0"', '1.235M'],
      ['-1', '-1'],
      ['1234567', '1.235M'],
      ['9223372036854775807', '9.223E'],
      ['1e27', '1000Y'],
      ['1e-27', '0.001y'],
      ['999.96', '1000'],
    ],
    [
      'humanize1024',
      ['0.0', '0'],
      ['1.0', '1'],
      ['1048576.0', '1Mi'],
      ['.12', '0.12'],
      ['"1048576.0"', '1Mi'],
      ['1234567', '1.177Mi'],
      ['9223372036854775807', '8Ei'],
    ],
    [
      'humanizeDuration',
      ['0', '0s'],
      ['1', '1s'],
      ['60', '1m 0s'],
      ['3600', '1h 0m 0s'],
      ['86400', '1d 0h 0m 0s'],
      ['90000', '1d 1h 0m 0s'],
      ['-183845', '-2d 3h 4m 5s'],
      ['899.99', '14m 59s'],
      ['.1', '100ms'],
      ['.0001', '100us'],
      ['.12345', '123.5ms'],
      ['60.5', '1m 0s'],
      ['1.2345', '1.234s'],
      ['12.345', '12.35s'],
      ['"86400"', '1d 0h 0m 0s'],
      ['1234567', '14d 6h 56m 7s'],
      ['1e25', '-106751991167300d -15h -30m -8s'],
    ],
    [
      'humanizePercentage',
      ['-0.22222', '-22.22%'],
      ['0.0', '0%'],
      ['0.1234567', '12.35%'],
      ['1.23456', '123.5%'],
      ['"0.1234567"', '12.35%'],
      ['1234567', '1.235e+08%'],
      ['9223372036854775807', '9.223e+20%'],
    ],
    [
      'humanizeTimestamp',
      ['0', '1970-01-01 00:00:00 +0000 UTC'],
      ['-1', '1969-12-31 23:59:59 +0000 UTC'],
      ['9223372036', '2262-04-11 23:47:16 +0000 UTC'],
      ['1435065584.128', '2015-06-23 13:19:44.128 +0000 UTC'],
      ['"1435065584.128"', '2015-06-23 13:19:44.128 +0000 UTC'],
    ],
  ] as const)('%s words numbers', (name, ...cases) => {
    const found = cases.map(([given]) => [given, expandAlert(`{{ ${name} ${given} }}`)]);
    expect(found).toEqual(cases);
  });

  test.each(['humanize', 'humanize1024', 'humanizeDuration', 'humanizeTimestamp'])(
    '%s leaves what is no number',
    (name) => {
      expect(expandAlert(`{{ ${name} "+Inf" }}:{{ ${name} "-Inf" }}:{{ ${name} "NaN" }}`)).toBe(
        '+Inf:-Inf:NaN',
      );
    },
  );

  test.each([
    ['humanize "one"', 'strconv.ParseFloat: parsing "one": invalid syntax'],
    ['humanize1024 "1e999"', 'strconv.ParseFloat: parsing "1e999": value out of range'],
    ['humanizeDuration true', "can't convert bool to float"],
    [
      'humanizeTimestamp 9223372036854775807',
      '9.223372036854776e+18 cannot be represented as a nanoseconds timestamp since it overflows int64',
    ],
    ['toTime "NaN"', 'value is NaN or Inf'],
    ['humanizePercentage nil', "can't convert <nil> to float"],
  ])('reject what is no number: %s', (call, problem) => {
    const [name = ''] = call.split(' ');
    expect(errorOf(`{{ ${call} }}`)).toBe(`${at(3, call)}error calling ${name}: ${problem}`);
  });
});

describe('times', () => {
  test.each([
    ['{{ now }}', '1.353755652e+09'],
    ['{{ (now | toTime).Format "Mon Jan 2 15:04:05 2006" }}', 'Sat Nov 24 11:14:12 2012'],
    ['{{ ("1435065584.128" | toTime).Format "2006" }}', '2015'],
    [
      '{{ (1435065584.128 | toTime).Format "06-1-_2 03:04PM .000 .999 MST -07:00 Z07:00 __2 002 January Monday" }}',
      '15-6-23 01:19PM .128 .128 UTC +00:00 Z 174 174 June Tuesday',
    ],
    ['{{ ("-30m" | parseDuration | toDuration | (now | toTime).Add).UnixMilli }}', '1353753852000'],
    [
      '{{ (now | toTime).Weekday }} {{ (now | toTime).Month }} {{ (now | toTime).YearDay }}',
      'Saturday November 329',
    ],
    ['{{ (now | toTime).Sub (0 | toTime) }}', '376043h14m12s'],
    ['{{ now | toTime }}', '2012-11-24 11:14:12 +0000 UTC'],
    ['{{ ((now | toTime).AddDate 0 -1 -1).Format "2006-01-02" }}', '2012-10-23'],
    ['{{ if (now | toTime).After (0 | toTime) }}yes{{ end }}', 'yes'],
    [
      '{{ (1800 | toDuration).String }} {{ "0.0015" | toDuration }} {{ toDuration -90.5 }}',
      '30m0s 1.5ms -1m30.5s',
    ],
    ['{{ (toDuration 5400).Hours }}', '1.5'],
    ['{{ printf "%0.2f" (parseDuration "1h2m10ms") }} {{ parseDuration "-1h2m10ms" }}', '3720.01 -3720.01'],
  ])('%s', (text, expected) => {
    expect(expandAlert(text)).toBe(expected);
  });

  test('say which duration cannot be read', () => {
    expect(errorOf('{{ parseDuration "1x" }}')).toBe(
      `${at(3, 'parseDuration "1x"')}error calling parseDuration: unknown unit "x" in duration "1x"`,
    );
  });
});

describe('texts', () => {
  test.each([
    ['{{ "aa bb CC" | title }}', 'Aa Bb CC'],
    ['{{ "don\'t stop-me 3rd _x" | title }}', "Don't Stop-Me 3Rd _X"],
    ['{{ "aa bß CC" | toUpper }}', 'AA Bß CC'],
    ['{{ "aA bB CC" | toLower }}', 'aa bb cc'],
    ['{{ match "a+" "aa" }} {{ match "a+" "b" }}', 'true false'],
    ['{{ reReplaceAll "(a)b" "x$1" "ab" }}', 'xa'],
    ['{{ reReplaceAll "a*" "-" "baac" }}', '-b-c-'],
    ['{{ reReplaceAll "(?P<n>l+)" "<${n}$$$nx>" "hello" }}', 'he<ll$>o'],
    ['{{ graphLink "up == 1" }}', '/graph?g0.expr=up+%3D%3D+1&g0.tab=0'],
    ['{{ tableLink "up" }}', '/graph?g0.expr=up&g0.tab=1'],
    ['{{ pathPrefix }} {{ externalURL }}', '/path/prefix http://testhost:9090/path/prefix'],
    ['{{ urlQueryEscape "a b&c/é" }}', 'a+b%26c%2F%C3%A9'],
    ['{{ safeHtml "<b>" }}', '<b>'],
    ['{{ define "x" }}{{ .arg0 }} {{ .arg1 }}{{ end }}{{ template "x" (args 1 "2") }}', '1 2'],
    ['{{ (args 1).arg7 }}', '<no value>'],
  ])('%s', (text, expected) => {
    expect(expandAlert(text)).toBe(expected);
  });

  test('say what is wrong with a regular expression', () => {
    expect(errorOf('{{ match "(" "a" }}')).toBe(
      `${at(3, 'match "(" "a"')}error calling match: error parsing regexp: missing closing ): \`(\``,
    );
    expect(errorOf('{{ reReplaceAll "(" "" "a" }}')).toBe(
      `${at(3, 'reReplaceAll "(" "" "a"')}error calling reReplaceAll: regexp: Compile(\`(\`): error parsing regexp: missing closing ): \`(\``,
    );
  });
});

describe('hosts', () => {
  test.each([
    ['foo.example.com', 'foo.example.com', 'foo'],
    ['foo.example.com:12345', 'foo.example.com', 'foo:12345'],
    ['192.0.2.1', '192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:12345', '192.0.2.1', '192.0.2.1:12345'],
    ['2001:0DB8::1', '2001:0DB8::1', '2001:0DB8::1'],
    ['[2001:0DB8::1]:12345', '2001:0DB8::1', '[2001:0DB8::1]:12345'],
    ['[2001:0DB8::1]::12345', '[2001:0DB8::1]::12345', '[2001:0DB8::1]::12345'],
  ])('%s loses its port, or its domain', (host, withoutPort, withoutDomain) => {
    expect(expandAlert(`{{ stripPort "${host}" }}`)).toBe(withoutPort);
    expect(expandAlert(`{{ stripDomain "${host}" }}`)).toBe(withoutDomain);
  });
});
