// The page for another Prometheus. The cases are those of Prometheus's own web/federate_test.go, in samples of this test.
import { expect, test } from 'vitest';
import { federateRoute } from '../../../src/prometheus/http/endpoints/federate.ts';
import { toApiRequest, type Reply } from '../../../src/prometheus/http/api/route.ts';
import { labelFilter } from '../../../src/prometheus/http/api/label-filter.ts';
import { Labels, writeStaleAt, type SeriesSamples } from '../../../src/prometheus/model/samples.ts';

const MINUTE = 60_000;
const NOW = 101 * MINUTE;

type Value = number | 'stale';

function series(
  name: string,
  labels: Readonly<Record<string, string>>,
  ...samples: readonly (readonly [minute: number, value: Value])[]
): SeriesSamples {
  const values = Float64Array.from(samples, ([, value]) => (value === 'stale' ? 0 : value));
  for (const [i, [, value]] of samples.entries()) if (value === 'stale') writeStaleAt(values, i);
  return {
    labels: Labels.from([['__name__', name], ...Object.entries(labels)]),
    timestamps: Float64Array.from(samples, ([minute]) => minute * MINUTE),
    values,
  };
}

const stored = [
  series('shop_orders', { room: 'bar', instance: 'i' }, [99, 9900], [100, 10_000]),
  series('shop_orders', { room: 'boo', instance: 'i' }, [100, 1]),
  series('shop_lamps', { room: 'boo', instance: 'i' }, [100, 1]),
  series('shop_plain', {}, [100, 1001]),
  series('shop_ended', {}, [99, 5], [100, 'stale']),
  series('shop_old', {}, [98, 981]),
  series('shop_oldest', {}, [96, 3], [102, 4]),
  series('shop_older', {}, [95.999, 2]),
  series('shop_ahead', {}, [102, 7]),
  series('shop_now', {}, [101, NaN]),
];

async function ask(
  search: string,
  externalLabels: Readonly<Record<string, string>> = {},
  accept = '',
  all = stored,
): Promise<Reply & { readonly text: string }> {
  const route = federateRoute({
    samples: {
      select: (matchers, minT, maxT) =>
        all
          .filter(({ labels }) => labelFilter(matchers)(labels))
          .map(({ labels, timestamps, values }) => {
            const from = timestamps.findIndex((time) => time >= minT);
            const to = timestamps.filter((time) => time <= maxT).length;
            const [first, end] = from === -1 ? [0, 0] : [from, Math.max(from, to)];
            return {
              labels,
              timestamps: timestamps.subarray(first, end),
              values: values.subarray(first, end),
            };
          }),
    },
    control: { now: () => NOW, evaluationIntervalMs: () => MINUTE, externalLabels: () => externalLabels },
  });
  const request = { method: 'GET', path: route.path, pathParam: '', search, body: '', accept };
  const reply = await route.answer(toApiRequest(request, new AbortController().signal));
  if (typeof reply.body !== 'string' && Symbol.asyncIterator in reply.body) throw new Error('not one page');
  return { ...reply, text: typeof reply.body === 'string' ? reply.body : [...reply.body].join('') };
}

const orders =
  '# TYPE shop_orders untyped\nshop_orders{instance="i",room="bar"} 10000 6000000\nshop_orders{instance="i",room="boo"} 1 6000000\n';
const lamps = '# TYPE shop_lamps untyped\nshop_lamps{instance="i",room="boo"} 1 6000000\n';
const plain = '# TYPE shop_plain untyped\nshop_plain{instance=""} 1001 6000000\n';

test.each([
  ['nothing where nothing is asked for', '', ''],
  ['nothing for a selector that fits nothing', 'match[]=shop_none', ''],
  ['all series of a metric, with the time of each sample', 'match[]=shop_orders', orders],
  ['an empty instance for a series without one', 'match[]=shop_plain', plain],
  ['no series that has ended', 'match[]=shop_ended', ''],
  [
    'an older sample within five minutes',
    'match[]=shop_old',
    '# TYPE shop_old untyped\nshop_old{instance=""} 981 5880000\n',
  ],
  [
    'a sample that is exactly five minutes old',
    'match[]=shop_oldest',
    '# TYPE shop_oldest untyped\nshop_oldest{instance=""} 3 5760000\n',
  ],
  ['no sample older than that', 'match[]=shop_older', ''],
  ['no sample of the future', 'match[]=shop_ahead', ''],
  [
    'a NaN that is a value',
    'match[]=shop_now',
    '# TYPE shop_now untyped\nshop_now{instance=""} NaN 6060000\n',
  ],
  ['metrics by name', "match[]={room='boo'}", `${lamps}${orders.replace(/.*"bar".*\n/, '')}`],
  ['what several selectors fit', 'match[]=shop_orders&match[]=shop_lamps', `${lamps}${orders}`],
  ['each series once', "match[]={__name__=~'shop_orders'}&match[]={room='bar'}", orders],
  ['series without a label', "match[]={room='',__name__=~'shop_plain|shop_orders'}", plain],
])('has %s', async (_what, search, page) => {
  expect(await ask(`?${search}`)).toMatchObject({ status: 200, text: page });
});

test('adds external labels where a series does not have them', async () => {
  const { text } = await ask("?match[]={__name__=~'shop_(orders|plain)'}", { room: 'baz', zone: 'ie' });
  expect(text).toBe(
    `${orders.replaceAll('"} ', '",zone="ie"} ')}# TYPE shop_plain untyped\nshop_plain{instance="",room="baz",zone="ie"} 1001 6000000\n`,
  );
});

test('takes an instance among the external labels', async () => {
  const { text } = await ask('?match[]=shop_plain', { instance: 'baz' });
  expect(text).toContain('shop_plain{instance="baz"} 1001');
});

test.each([
  ['match[]=-not-a-name', '1:1: parse error: unexpected <op:->\n'],
  ['match[]=shop&match[]=not-a-name', '1:4: parse error: unexpected <op:->\n'],
])('rejects %s in the words of Prometheus', async (search, text) => {
  expect(await ask(`?${search}`)).toMatchObject({
    status: 400,
    contentType: 'text/plain; charset=utf-8',
    text,
  });
});

test('writes names for clients that read UTF-8 and for those that do not', async () => {
  const dotted = [series('shop.orders', { 'a-b': 'x', instance: 'i' }, [100, 1])];
  const old = await ask('?match[]={instance="i"}', {}, 'text/plain;version=0.0.4', dotted);
  expect(old.contentType).toBe('text/plain; version=0.0.4; charset=utf-8; escaping=underscores');
  expect(old.text).toBe('# TYPE shop_orders untyped\nshop_orders{a_b="x",instance="i"} 1 6000000\n');
  const accept = 'text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,*/*;q=0.2';
  const current = await ask('?match[]={instance="i"}', {}, accept, dotted);
  expect(current.contentType).toBe('text/plain; version=0.0.4; charset=utf-8; escaping=allow-utf-8');
  expect(current.text).toBe(
    '# TYPE "shop.orders" untyped\n{"shop.orders","a-b"="x",instance="i"} 1 6000000\n',
  );
});
