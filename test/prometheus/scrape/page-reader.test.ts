// A reader that has seen pages before skims what it knows: it must find what one finds that sees the page for the first
// time, and refuse what that one refuses.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { manualClock } from '../../../src/prometheus/model/clock.ts';
import { Labels } from '../../../src/prometheus/model/samples.ts';
import { PageReader } from '../../../src/prometheus/scrape/page/reader.ts';
import { openStore } from '../../../src/prometheus/storage/index.ts';
import { apiJob, NOW } from './support.ts';

const head = fc.constantFrom(
  'x',
  'xy',
  'x{a="1"}',
  'x{a="1",b="2"}',
  'x{b="2",a="1"}',
  'x{a="ü } \\" \\\\"}',
  'x{a="12"}',
  'y{le="1"}',
  'x {a="1"}',
);
const number = fc.oneof(
  fc.integer().map(String),
  fc.double().map(String),
  fc.double({ min: -1000, max: 1000 }).map((value) => value.toFixed(3)),
  fc.constantFrom(
    '1.',
    '.5',
    '-0',
    '+1',
    '1e3',
    '1E-7',
    'NaN',
    '+Inf',
    '-Inf',
    'inf',
    '0x1',
    '1_0',
    '.',
    '-',
    '',
  ),
  fc.constantFrom(
    '123456789012345',
    '1234567890123456',
    '0.1234567890123456789',
    '00012',
    '1.2.3',
    '1\r',
    '1\t',
  ),
);
const rest = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  fc.constantFrom(
    ' ',
    ' 1700000000000',
    '  1700000000001',
    ' 1.5',
    ' x',
    ' -1',
    ' 1700000000000 ',
    '\r',
    ' # {a="b"} 1',
  ),
  fc.constantFrom(' 99999999999999999', '\t1700000000000'),
);
const line = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        fc.constantFrom('', '', '', ' '),
        head,
        fc.constantFrom(' ', ' ', ' ', '  ', '\t', ''),
        number,
        rest,
      )
      .map((parts) => parts.join('')),
  },
  fc.constantFrom(
    '',
    '# HELP x text',
    '# TYPE x counter',
    '# TYPE z histogram',
    '# EOF',
    '# any',
    '{',
    'x{a="1"',
  ),
);
const suffix = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  fc.constantFrom(' 1.5', ' 1700000000.25', ' 1.2345678901234567', ' 1e3', ' NaN', ' 1 2', ' -0'),
);
const exemplar = fc
  .tuple(
    fc.constantFrom(
      '{}',
      '{a="b"}',
      '{a="b",}',
      '{a="b",c="d"}',
      '{a="b",a="d"}',
      '{a="ü } \\" \\\\ \\n"}',
      '{"n.m"="x"}',
      '{"n"="x","o"=""}',
      `{a="${'x'.repeat(127)}"}`,
      `{a="${'x'.repeat(128)}"}`,
      `{a="${'😀'.repeat(127)}"}`,
    ),
    number,
    suffix,
  )
  .map(([labels, value, time]) => ` # ${labels} ${value}${time}`);
const wrongExemplar = fc.constantFrom(
  ' #',
  ' # {',
  ' # {a="b" 1',
  ' # {a="b} 1',
  ' # {a=b} 1',
  ' # {1a="b"} 1',
  ' # {""="b"} 1',
  ' # {,} 1',
  ' # {a="b" } 1',
  ' # {a="b",c} 1',
  ' # {a="b\n"} 1',
  ' # {"a\nb"="c"} 1',
  ' # {a="b"}1',
  ' # {a="b"}',
  '  # {a="b"} 1',
);
const plainLine = fc
  .tuple(
    head,
    fc.nat(100),
    fc.oneof(
      { weight: 4, arbitrary: fc.constant('') },
      { weight: 2, arbitrary: suffix },
      { weight: 4, arbitrary: exemplar },
      fc.tuple(suffix, exemplar).map((parts) => parts.join('')),
      wrongExemplar,
    ),
  )
  .map(([series, value, more]) => `${series} ${value}${more}`);
const page = fc.record({
  // Mostly good lines, so that a page gets far enough to be worth it.
  lines: fc.array(fc.oneof({ weight: 9, arbitrary: plainLine }, line), { maxLength: 12 }),
  end: fc.constantFrom('', '\n', '\n# EOF', '\n# EOF\n'),
});

test.each(['text/plain', 'application/openmetrics-text'])(
  'a %s page is read the same way, whatever was read before',
  async (contentType) => {
    const [job] = apiJob().jobs;
    if (job === undefined) throw new Error('there is no job');
    await fc.assert(
      fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 6 }), async (pages) => {
        const opened = await openStore({ clock: manualClock(NOW) });
        if (opened.status !== 'open') throw new Error(opened.message);
        const labels = Labels.from([['job', 'api']]);
        const experienced = new PageReader(opened.store, labels, job);
        for (const { lines, end } of [...pages, ...pages]) {
          const body = Buffer.from(lines.join('\n') + end);
          const fresh = new PageReader(opened.store, labels, job);
          const { added: _, ...expected } = fresh.read(body, contentType, NOW);
          expect(experienced.read(body, contentType, NOW)).toMatchObject(expected);
          expect(samplesOf(experienced)).toEqual(samplesOf(fresh));
        }
        await opened.store.close();
      }),
      { numRuns: 500 },
    );
  },
);

function samplesOf({ columns, exemplars }: PageReader): unknown {
  const samples = Array.from({ length: columns.length }, (_, i) => [
    columns.series[i]?.labels.key,
    columns.timestamps[i],
    columns.values[i],
  ]);
  return { samples, exemplars: Array.from(exemplars, (one) => [one.series.labels.key, one.exemplar]) };
}
