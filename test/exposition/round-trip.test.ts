import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  contentTypeOf,
  formatExposition,
  parseExposition,
  parseFloatStrict,
  formatFloat,
  type ExpositionFormat,
  type MetricFamily,
} from '../../src/exposition/index.ts';

// Names of families end in a letter of their own so that no family can swallow another one's samples.
const plainName = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,8}z$/);
const anyName = fc.oneof(
  plainName,
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }).map((s) => `${s}z`),
);
const labelName = fc.oneof(
  fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
);
const labels = fc
  .array(fc.tuple(labelName, fc.string({ unit: 'grapheme' })), { maxLength: 4 })
  .map((pairs) => Object.fromEntries(pairs.filter(([name]) => name !== '__name__')));
const value = fc.double();
/** Prometheus cuts off what stands behind the milliseconds of seconds times 1000: some times come back as 1 ms less. */
const timestampMs = fc.integer({ min: 0, max: 4e12 }).filter((ms) => Math.trunc((ms / 1000) * 1000) === ms);

const sampleOf = (name: string, format: ExpositionFormat) => {
  const base = { name: fc.constant(name), labels, value };
  return fc.record(
    {
      ...base,
      timestampMs,
      ...(format === 'text'
        ? {}
        : { exemplar: fc.record({ labels, value, timestampMs }, { requiredKeys: ['labels', 'value'] }) }),
    },
    { requiredKeys: ['name', 'labels', 'value'] },
  );
};

const familyOf = (format: ExpositionFormat) =>
  anyName.chain((name) =>
    fc.record<MetricFamily>({
      name: fc.constant(name),
      type: fc.constantFrom(
        ...(format === 'text'
          ? (['counter', 'gauge', 'histogram', 'summary', 'unknown'] as const)
          : ([
              'counter',
              'gauge',
              'histogram',
              'gaugehistogram',
              'summary',
              'info',
              'stateset',
              'unknown',
            ] as const)),
      ),
      help: fc.string({ unit: 'grapheme' }),
      unit: format === 'openmetrics' && name.endsWith('_z') ? fc.constantFrom('', 'z') : fc.constant(''),
      samples: fc.array(sampleOf(name, format), { maxLength: 4 }),
    }),
  );
const pageOf = (format: ExpositionFormat) =>
  fc.uniqueArray(familyOf(format), { selector: (family) => family.name, maxLength: 5 });

describe('a page', () => {
  test.each(['text', 'openmetrics'] as const)('written as %s is read back unchanged', (format) => {
    fc.assert(
      fc.property(pageOf(format), (families) => {
        const page = formatExposition(families, format);
        expect(parseExposition(page, contentTypeOf[format])).toEqual({ status: 'ok', families });
      }),
      { numRuns: 500 },
    );
  });

  test('of any text returns a result and never throws', () => {
    const noise = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(
          fc.constantFrom('a', '{', '}', '"', '\\', '=', ',', ' ', '\n', '# ', 'TYPE ', 'EOF', '1', 'le'),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(noise, fc.constantFrom('text/plain', contentTypeOf.openmetrics), (text, contentType) => {
        const outcome = parseExposition(text, contentType);
        expect(outcome.status === 'ok' ? 1 : outcome.line).toBeGreaterThan(0);
      }),
      { numRuns: 10_000 },
    );
  });

  test('with one very long invalid line takes time proportional to its length', () => {
    for (const text of [
      '"'.repeat(1e6),
      `a{${'b="'.repeat(3e5)}`,
      `a{b="${'\\'.repeat(1e6)}`,
      `a ${'1'.repeat(1e6)}x`,
    ]) {
      expect(parseExposition(text).status).toBe('error');
    }
  });
});

describe('a number', () => {
  test('that is written is read back unchanged', () => {
    fc.assert(
      fc.property(fc.double(), (number) => {
        expect(parseFloatStrict(formatFloat(number))).toBe(number);
      }),
    );
  });

  test.each([
    [1e6, '1e+06'],
    [999_999, '999999'],
    [1_234_567, '1.234567e+06'],
    [0.0001, '0.0001'],
    [0.00001, '1e-05'],
    [-0, '-0'],
    [1e21, '1e+21'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [NaN, 'NaN'],
  ])('%d is written as Go writes it', (number, text) => {
    expect(formatFloat(number)).toBe(text);
  });
});
