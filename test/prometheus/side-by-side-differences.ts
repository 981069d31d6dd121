// Where Prometheus 3, which the embedded server follows, differs from the 2.42 it is compared with: each query with
// the reason, and what is seen in either answer.
import type { ApiAnswer } from './compare-answers.ts';

export interface Difference {
  readonly why: string;
  /** Asked exactly at the time of a sample, but not between two. */
  readonly atSample?: boolean;
  /** What to look at in an answer. */
  readonly look: (answer: ApiAnswer) => unknown;
  readonly real: unknown;
  readonly embedded: unknown;
}

const onlyNewerTakes = (why: string): Difference => ({
  why,
  look: ({ body }) => body.status,
  real: 'error',
  embedded: 'success',
});

const leftOpen = (why: string, real: string, embedded: string): Difference => ({
  why,
  atSample: true,
  look: (answer) => vector(answer).map(({ value }) => value[1]),
  real: [real],
  embedded: [embedded],
});

/** By query. */
export const explained: ReadonlyMap<string, Difference> = new Map<string, Difference>([
  [
    'count_over_time(shop_temperature{room="hall"}[60s])',
    leftOpen(
      'Since 3.0 windows are open on the left: a sample exactly 60 s old is no longer in them.',
      '7',
      '6',
    ),
  ],
  [
    'count_over_time(shop_temperature{room="hall"}[60s:10s])',
    leftOpen('Since 3.0 subqueries are open on the left as well.', '7', '6'),
  ],
  [
    'max_over_time(count_over_time(shop_temperature{room="hall"}[10s])[60s:10s])',
    {
      ...leftOpen(
        'The moments of a subquery may fall on samples: then the windows inside it change too.',
        '2',
        '1',
      ),
      atSample: false,
    },
  ],
  [
    'shop_temperature{room="hall"} atan2 2',
    {
      why: '2.42 forgets to drop the metric name for atan2, which every other arithmetic operator drops.',
      look: (answer) => vector(answer).map(({ metric }) => metric['__name__'] ?? 'no name'),
      real: ['shop_temperature'],
      embedded: ['no name'],
    },
  ],
  ['shop_requests_total offset 5', onlyNewerTakes('Since 3.0 a duration may be a number of seconds.')],
  ['shop_temperature[30]', onlyNewerTakes('Since 3.0 a duration may be a number of seconds.')],
  ['rate(shop_requests_total[2m]) * 1m', onlyNewerTakes('Since 3.0 a number may be written as a duration.')],
  [
    'label_replace(shop_temperature, "~", "$1", "room", "(.*)")',
    onlyNewerTakes('Since 3.0 a label name may hold any UTF-8.'),
  ],
  [
    'label_join(shop_temperature, "~", "-", "room")',
    onlyNewerTakes('Since 3.0 a label name may hold any UTF-8.'),
  ],
  ['count_values("~", shop_level)', onlyNewerTakes('Since 3.0 a label name may hold any UTF-8.')],
  ['{"shop_temperature"}', onlyNewerTakes('Since 3.0 a metric name may stand in quotes inside the braces.')],
]);

interface VectorSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

function vector({ body }: ApiAnswer): readonly VectorSample[] {
  return (body.data?.result ?? []) as readonly VectorSample[];
}
