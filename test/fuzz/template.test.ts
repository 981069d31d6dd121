// Whatever an author writes as an annotation: it is expanded or rejected in words, in time, and never a crash.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Labels } from '../../src/prometheus/model/samples.ts';
import { expandTemplate, parseTemplate, TemplateError } from '../../src/prometheus/template/index.ts';
import { FUZZ, mutated, quick } from './inputs.ts';

const inputs = mutated(
  [
    '{{ $labels.instance | stripPort }} of {{ .Labels.job }}: {{ $value | humanize }}',
    '{{ range $i, $s := query "up" | sortByLabel "job" }}{{ if gt $i 3 }}{{ break }}{{ end }}{{ $s.Value }}{{ end }}',
    '{{ define "t" }}{{ .arg0 }}{{ end }}{{ template "t" (args 1 "b") }}{{- printf "%*[1]d %.3f %q" 1 -}}',
    '{{ with $x := reReplaceAll "(a|b)*" "$1$0" "aabb" }}{{ slice $x 1 3 }}{{ else if index "é" 1 }}{{ end }}',
    '{{ (now | toTime).Format "Mon Jan 2 15:04:05.000 2006" }}{{ toDuration 1e9 }}{{ humanizeTimestamp 1e9 }}',
  ],
  [
    '{{',
    '}}',
    '{{ end }}',
    '{{ else }}',
    '{{- ',
    ' -}}',
    '(',
    ')',
    '|',
    '$',
    '.',
    '%1000000d',
    '%[9]',
    '1e308',
    '0x1p-1074',
    "'\\''",
    '`',
    '/*',
    'range 9e18',
    'print',
    'nil',
    ' := ',
  ],
);

const labels = Labels.from([
  ['instance', 'localhost:3000'],
  ['job', 'shop'],
]);

describe('any text as a template', () => {
  test('is expanded, or ends with an error of templates', () => {
    fc.assert(
      fc.property(inputs, fc.double(), (text, value) => {
        const outcome = quick(() => {
          const parsed = parseTemplate(text, '__alert_X');
          if (parsed.status === 'error') return parsed.message;
          try {
            return expandTemplate(
              parsed.template,
              { labels, externalLabels: {}, externalUrl: 'http://localhost:9090', value },
              { nowMs: 1e12, query: () => [{ labels, value: 1 }] },
            );
          } catch (error) {
            if (!(error instanceof TemplateError)) throw error;
            return error.message;
          }
        });
        expect(outcome.length).toBeLessThanOrEqual(2 ** 20);
      }),
      FUZZ,
    );
  });
});
