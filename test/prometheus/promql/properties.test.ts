// What holds for every input: the parser ends in a tree or a PromqlError, printing and parsing are inverse, and a
// matcher ends quickly whatever its pattern.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compileMatcher } from '../../../src/prometheus/model/matcher.ts';
import { Labels, type Queryable } from '../../../src/prometheus/model/samples.ts';
import {
  evaluateInstant,
  evaluateRange,
  formatPromql,
  parsePromql,
  PromqlError,
  promqlToJson,
} from '../../../src/prometheus/promql/index.ts';

const name = fc.constantFrom('up', 'http_requests_total', 'a:b', 'sum', 'start', 'offset', 'by', 'fill');
const label = fc.constantFrom('job', 'le', 'on', 'bool', 'a b', 'é');
const value = fc.oneof(fc.string(), fc.constantFrom('x', 'a|b', '.*'));
const duration = fc.constantFrom('5m', '1h30m', '90s', '7ms', '300');
const number = fc.oneof(
  fc.double({ noNaN: true, min: 0 }).map(String),
  fc.constantFrom('2.', '0x1F', '1e3', '.5', 'Inf', 'NaN', '1_000', '5m', '010'),
);

const quoted = (text: string): string => JSON.stringify(text.replaceAll(/\p{Surrogate}/gu, '?'));
const labelName = (text: string): string => (/^[a-z_]+$/.test(text) ? text : quoted(text));

const selector = fc
  .tuple(name, fc.array(fc.tuple(label, fc.constantFrom('=', '!='), value), { maxLength: 3 }))
  .map(
    ([metric, matchers]) =>
      `${metric}{${matchers.map(([l, op, v]) => `${labelName(l)}${op}${quoted(v)}`).join(',')}}`,
  );
const modifiers = fc
  .tuple(
    fc.constantFrom('', ' offset 5m', ' offset -1h'),
    fc.constantFrom('', ' @ 12.5', ' @ start()', ' @ end()'),
  )
  .map((parts) => parts.join(''));
const grouping = fc
  .tuple(fc.constantFrom('', ' by ', ' without '), fc.array(label, { maxLength: 2 }))
  .map(([word, labels]) => (word === '' ? '' : `${word}(${labels.map(labelName).join(', ')})`));

const { vector: anyVector } = fc.letrec<{ vector: string; scalar: string }>((tie) => ({
  scalar: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    number,
    fc.constantFrom('time()', 'pi()'),
    tie('vector').map((inner) => `scalar(${inner})`),
    fc
      .tuple(tie('scalar'), fc.constantFrom('+', '-', '*', '/', '%', '^', 'atan2', '< bool'), tie('scalar'))
      .map((p) => p.join(' ')),
    tie('scalar').map((inner) => `-${inner}`),
  ),
  vector: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(selector, modifiers).map((parts) => parts.join('')),
    tie('vector').map((inner) => `(${inner})`),
    tie('vector').map((inner) => `-(${inner})`),
    fc
      .tuple(fc.constantFrom('abs', 'ceil', 'sort', 'absent', 'timestamp', 'hour'), tie('vector'))
      .map(([f, v]) => `${f}(${v})`),
    fc
      .tuple(fc.constantFrom('rate', 'max_over_time', 'deriv'), selector, duration, modifiers)
      .map(([f, s, d, m]) => `${f}(${s}[${d}]${m})`),
    fc.tuple(tie('vector'), duration, modifiers).map(([v, d, m]) => `avg_over_time((${v})[${d}:5m]${m})`),
    fc
      .tuple(fc.constantFrom('sum', 'avg', 'count'), grouping, tie('vector'))
      .map(([op, g, v]) => `${op}${g} (${v})`),
    fc.tuple(tie('scalar'), tie('vector')).map(([k, v]) => `topk(${k}, ${v})`),
    fc
      .tuple(
        tie('vector'),
        fc.constantFrom(
          '+',
          '/ on (job)',
          '== bool ignoring (le)',
          'and',
          'or on ()',
          '* on (job) group_left (le)',
        ),
        tie('vector'),
      )
      .map((parts) => parts.join(' ')),
    fc
      .tuple(tie('vector'), fc.constantFrom('+', '>', '>= bool', '^'), tie('scalar'))
      .map((parts) => parts.join(' ')),
    fc
      .tuple(tie('vector'), value)
      .map(([v, text]) => `label_replace(${v}, "dst", ${quoted(text)}, "job", "(.*)")`),
  ),
}));

/** Put together from parts that are right, most are; what is left out mixes signs and sides. */
const vector = anyVector.filter((text) => {
  try {
    return parsePromql(text) !== undefined;
  } catch {
    return false;
  }
});

/** The tree without the places in the text; printing sorts the matchers. */
function tree(text: string): string {
  return JSON.stringify(promqlToJson(parsePromql(text)), (key, part: unknown) =>
    key === 'matchers' && Array.isArray(part) ? part.map((each) => JSON.stringify(each)).toSorted() : part,
  );
}

/** What a run came to; any other error than a PromqlError continues. */
function outcomeOf(run: () => void): 'done' | 'refused' {
  try {
    run();
    return 'done';
  } catch (error) {
    if (error instanceof PromqlError) return 'refused';
    throw error;
  }
}

function compiledOrMessage(pattern: string): ((value: string) => boolean) | string {
  try {
    return compileMatcher({ name: 'x', op: '=~', value: pattern });
  } catch (error) {
    return String(error);
  }
}

const stored = ['up', 'http_requests_total', 'sum'].flatMap((metric) =>
  ['a', 'b'].map((job) => ({
    labels: Labels.from([
      ['__name__', metric],
      ['job', job],
    ]),
    timestamps: Float64Array.from({ length: 20 }, (_, i) => i * 30_000),
    values: Float64Array.from({ length: 20 }, (_, i) => (i % 7 === 6 ? NaN : i * (job === 'a' ? 1 : -2))),
  })),
);
const queryable: Queryable = {
  select(matchers, minT, maxT) {
    const compiled = matchers.map((matcher) => [matcher.name, compileMatcher(matcher)] as const);
    return stored
      .filter(({ labels }) => compiled.every(([key, matches]) => matches(labels.get(key))))
      .map(({ labels, timestamps, values }) => {
        const inside = [...timestamps.keys()].filter(
          (i) => (timestamps[i] ?? 0) >= minT && (timestamps[i] ?? 0) <= maxT,
        );
        const [low = 0] = inside;
        return {
          labels,
          timestamps: timestamps.subarray(low, low + inside.length),
          values: values.subarray(low, low + inside.length),
        };
      });
  },
};

describe('the parser', () => {
  test('returns a tree or a PromqlError for any text', () => {
    const soup = fc.array(
      fc.oneof(
        fc.string({ maxLength: 5 }),
        fc.constantFrom(
          'sum',
          '(',
          ')',
          '{',
          '}',
          '[',
          ']',
          '5m',
          ':',
          'by',
          'offset',
          '@',
          '-',
          ',',
          '"',
          'a',
          '=~',
          '1.',
          'or',
          'on',
        ),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          soup.map((words) => words.join(' ')),
          soup.map((words) => words.join('')),
        ),
        (text) => {
          expect(['done', 'refused']).toContain(outcomeOf(() => parsePromql(text)));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('reads a printed tree back unchanged', () => {
    fc.assert(
      fc.property(vector, (text) => {
        const printed = formatPromql(parsePromql(text));
        expect(tree(printed)).toBe(tree(text));
        expect(formatPromql(parsePromql(printed))).toBe(printed);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the evaluation', () => {
  test('returns the same for each step of a range as for the instant, or rejects both', () => {
    const options = { delayedNameRemoval: true };
    fc.assert(
      fc.property(
        vector.filter((text) => !/start\(\)|end\(\)/.test(text)),
        (text) => {
          const expr = parsePromql(text);
          outcomeOf(() => {
            const range = evaluateRange(
              queryable,
              expr,
              { startMs: 0, endMs: 600_000, stepMs: 150_000 },
              options,
            ).value;
            for (const timeMs of [0, 150_000, 450_000]) {
              const instant = evaluateInstant(queryable, expr, timeMs, options).value;
              const wanted = instant.kind === 'vector' ? instant.samples : [];
              const found = range.kind === 'matrix' ? range.series : [];
              const at = found.flatMap(({ labels, timestamps, values }) => {
                const index = timestamps.indexOf(timeMs);
                return index < 0 ? [] : [[labels.key, values[index]] as const];
              });
              expect(new Map(at)).toEqual(new Map(wanted.map((sample) => [sample.labels.key, sample.value])));
            }
          });
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a matcher', () => {
  test('agrees with a regular expression engine about simple patterns', () => {
    const piece = fc.constantFrom('a', 'b', 'ab', '.*', '.+', '|', '');
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 4 }),
        fc.array(fc.constantFrom('a', 'b', '\n'), { maxLength: 4 }),
        (pieces, letters) => {
          const pattern = pieces.join('');
          const text = letters.join('');
          let wanted: boolean;
          try {
            wanted = new RegExp(`^(?:${pattern})$`, 's').test(text);
          } catch {
            return;
          }
          expect(compileMatcher({ name: 'x', op: '=~', value: pattern })(text)).toBe(wanted);
          expect(compileMatcher({ name: 'x', op: '!~', value: pattern })(text)).toBe(!wanted);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test('compiles or rejects any pattern, and never throws on a value', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, text) => {
        const compiled = compiledOrMessage(pattern);
        const told = typeof compiled === 'string' ? compiled : typeof compiled(text);
        expect(told).toMatch(/boolean|error parsing regexp/);
      }),
      { numRuns: 500 },
    );
  });

  test('finishes a pattern that would take a backtracking engine forever', () => {
    const matches = compileMatcher({ name: 'x', op: '=~', value: '(a+)+b' });
    expect(matches('a'.repeat(5_000))).toBe(false);
    expect(matches(`${'a'.repeat(5_000)}b`)).toBe(true);
  });

  test('has the flags and classes of RE2', () => {
    expect(compileMatcher({ name: 'x', op: '=~', value: '(?i)ABC[[:digit:]]' })('abc1')).toBe(true);
    expect(compileMatcher({ name: 'x', op: '=~', value: 'a.c' })('a\nc')).toBe(true);
    expect(() => compileMatcher({ name: 'x', op: '=~', value: '(?=a)' })).toThrow('error parsing regexp');
  });
});
