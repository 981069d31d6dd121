// From the lines of a page to the exemplars that are stored, with a reader that knows the lines and one that does not.
import { describe, expect, test } from 'vitest';
import { manualClock } from '../../../src/prometheus/model/clock.ts';
import { Labels } from '../../../src/prometheus/model/samples.ts';
import { MOST_EXEMPLARS_OF_PAGE } from '../../../src/prometheus/scrape/page/exemplars.ts';
import { PageReader } from '../../../src/prometheus/scrape/page/reader.ts';
import { ExemplarRing, openStore } from '../../../src/prometheus/storage/index.ts';
import { apiJob, bench, NOW } from '../scrape/support.ts';

const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

interface Pages {
  readonly reader: PageReader;
  /** Reads a page and stores its exemplars; what is stored then, by series. */
  read: (lines: readonly string[]) => Record<string, [string, number, number][]>;
}

async function pages(fields = ''): Promise<Pages> {
  const opened = await openStore({ clock: manualClock(NOW) });
  const [job] = apiJob(fields).jobs;
  if (opened.status !== 'open' || job === undefined) throw new Error('there is no store, or no job');
  const reader = new PageReader(opened.store, Labels.empty, job);
  const ring = new ExemplarRing();
  ring.resize(100);
  return {
    reader,
    read: (lines) => {
      reader.read(Buffer.from([...lines, '# EOF\n'].join('\n')), OPENMETRICS, NOW);
      for (const { series, exemplar } of reader.exemplars) ring.add(series, exemplar);
      const all = ring.exemplars([[{ name: '__name__', op: '!=', value: '' }]], -Infinity, Infinity);
      return Object.fromEntries(
        Array.from(all, ({ labels, exemplars }) => [
          labels.get('__name__'),
          exemplars.map((one) => [one.labels.flat.join('='), one.value, one.timestampMs]),
        ]),
      );
    },
  };
}

/** A page with so many exemplars, each on a different series. */
const many = (count: number): string =>
  [...Array.from({ length: count }, (_, i) => `a_total{i="${i}"} 1 # {t="${i}"} 1 1`), '# EOF\n'].join('\n');

describe.each([
  ['known', true],
  ['new', false],
])('of lines that are %s, the reader', (_which, isKnown) => {
  async function read(lines: readonly string[], fields = '') {
    const { read: readPage } = await pages(fields);
    if (isKnown) readPage(lines.map((line) => line.replace(/ # \{.*/, '')));
    return readPage(lines);
  }

  test('keeps an exemplar with its time, and with that of its sample or scrape', async () => {
    expect(
      await read([
        'a_total 1 # {t="x"} 0.5 12.5',
        'b_total 1 13.25 # {t="y"} 1e-7',
        'c_total 1 # {} 2',
        'd_total 1',
      ]),
    ).toEqual({
      a_total: [['t=x', 0.5, 12_500]],
      b_total: [['t=y', 1e-7, 13_250]],
      c_total: [['', 2, NOW]],
    });
  });

  test('leaves out labels that are too long; of one that is there twice the last value counts', async () => {
    const fits = 'é'.repeat(127);
    expect(
      await read([
        `a_total 1 # {t="${'x'.repeat(128)}"} 1`,
        `b_total 1 # {t="${fits}"} 1 1`,
        'c_total 1 # {t="x",t="y"} 1 1',
      ]),
    ).toEqual({ b_total: [[`t=${fits}`, 1, 1_000]], c_total: [['t=y', 1, 1_000]] });
  });

  test('leaves out those of samples that a rule drops', async () => {
    const drop = '  metric_relabel_configs: [{source_labels: [__name__], regex: a_.*, action: drop}]';
    expect(await read(['a_total 1 # {t="x"} 1 1', 'b_total 1 # {t="y"} 1 1'], drop)).toEqual({
      b_total: [['t=y', 1, 1_000]],
    });
  });

  test('gives none of a page that fails', async () => {
    expect(await read(['a_total 1 # {t="x"} 1 1', 'b_total 1 # {t="x" 1'])).toEqual({});
  });
});

test('the same one again, and one that is older, are not stored', async () => {
  const { read } = await pages();
  read(['a_total 1 # {t="x"} 1 2']);
  read(['a_total 1 # {t="x"} 1 2']);
  read(['a_total 1 # {t="y"} 1 1']);
  expect(read(['a_total 1 # {t="z"} 1 3'])).toEqual({
    a_total: [
      ['t=x', 1, 2_000],
      ['t=z', 1, 3_000],
    ],
  });
});

test('the first ones of a page are read, and all of its samples', async () => {
  const { reader } = await pages();
  for (const extra of [1, 0]) {
    reader.read(Buffer.from(many(MOST_EXEMPLARS_OF_PAGE + extra)), OPENMETRICS, NOW);
    expect([...reader.exemplars]).toHaveLength(MOST_EXEMPLARS_OF_PAGE);
    expect(reader.exemplars.isCut).toBe(extra === 1);
    expect(reader.columns.length).toBe(MOST_EXEMPLARS_OF_PAGE + extra);
  }
});

test('the log says once that a page has too many', async () => {
  const made = await bench();
  const serve = (count: number): void =>
    made.serve({ status: 'ok', body: Buffer.from(many(count)), contentType: OPENMETRICS });
  serve(MOST_EXEMPLARS_OF_PAGE + 1);
  await made.apply(apiJob());
  await made.advance(30_000);
  const said =
    'http://app:8000/metrics: the page has more than 5000 exemplars: the embedded server reads those that come first';
  expect(made.lines).toEqual([said]);
  serve(1);
  await made.advance(10_000);
  serve(MOST_EXEMPLARS_OF_PAGE + 1);
  await made.advance(10_000);
  expect(made.lines).toEqual([said, said]);
  await made.stop();
});
