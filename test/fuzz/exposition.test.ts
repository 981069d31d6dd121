// Whatever an app serves as its metrics page: it is read or named as broken, in time, and never a crash.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExposition } from '../../src/exposition/index.ts';
import { readPage, seriesOnPage } from '../../src/lab/checks/metrics/page.ts';
import { output } from '../../src/lab/runtimes/node/explain/output.ts';
import { worded } from '../../src/lab/words/index.ts';
import { FUZZ, mutated, quick } from './inputs.ts';

const TEXT = [
  '# HELP http_requests_total Total number of requests',
  '# TYPE http_requests_total counter',
  'http_requests_total{method="GET",path="/products"} 27 1700000000000',
  'http_requests_total{method="POST",path="/cart \\"x\\" \\\\ \\n"} 3.5e2',
  '# TYPE lag histogram',
  'lag_bucket{le="0.1"} 1',
  'lag_bucket{le="+Inf"} 2',
  'lag_sum 0.5',
  'lag_count 2',
  '',
].join('\n');
const OPEN = '# TYPE a counter\n# UNIT a_seconds seconds\na_total{b="c"} 1 # {trace="x"} 0.5 1.2\n# EOF\n';
const TYPES = ['text/plain; version=0.0.4', 'application/openmetrics-text; version=1.0.0', '', '<html>'];
const inputs = mutated(
  [TEXT, OPEN, '<!DOCTYPE html><pre>Error: boom<br> at x</pre>'],
  ['# TYPE ', '# HELP ', 'le="', '{quantile="0.5"} ', '+Inf', ' # {', '# EOF', 'lag_bucket{le="0.1"} 1\n'],
);

describe('any text on a metrics page', () => {
  test('is parsed into families or rejected with its line', () => {
    fc.assert(
      fc.property(inputs, fc.constantFrom(...TYPES), (text, type) => {
        const outcome = quick(() => parseExposition(text, type));
        expect(['ok', 'error']).toContain(outcome.status);
      }),
      FUZZ,
    );
  });

  test('is read by the check or rejected in few words', () => {
    fc.assert(
      fc.property(
        inputs,
        fc.constantFrom(...TYPES),
        fc.constantFrom(200, 404, 500),
        (body, contentType, status) => {
          const read = quick(() =>
            readPage(
              'http://localhost:8000/metrics',
              {
                kind: 'answer',
                status,
                contentType,
                body,
                location: undefined,
              },
              output,
            ),
          );
          const series = quick(() => ('page' in read ? seriesOnPage(read.page, 'http_requests_total') : []));
          expect(Array.isArray(series ?? [])).toBe(true);
          const words = 'fault' in read ? Object.values(worded(read.fault)).map(String) : [];
          expect(words.filter((text) => text.length >= 1_000)).toEqual([]);
        },
      ),
      FUZZ,
    );
  });
});
