// Where Prometheus 3, which the embedded server follows, differs from the 2.42 it is compared with: each query with
// the reason, and a look at both answers.
import { expect } from 'vitest';
import type { ApiAnswer } from './compare-answers.ts';

export interface Difference {
  readonly why: string;
  /** Asked exactly at the time of a sample, and not between two. */
  readonly atSample?: boolean;
  readonly isEmbeddedRight: (real: ApiAnswer, embedded: ApiAnswer) => void;
}

const onlyNewerTakes = (why: string): Difference => ({
  why,
  isEmbeddedRight: (real, embedded) =>
    expect([real.body.status, embedded.body.status]).toEqual(['error', 'success']),
});

/** By query. */
export const explained: ReadonlyMap<string, Difference> = new Map<string, Difference>([
  [
    'count_over_time(shop_temperature{room="hall"}[60s])',
    {
      why: 'Windows are open on the left since 3.0: a sample exactly 60 s old is no longer in them.',
      atSample: true,
      isEmbeddedRight: (real, embedded) => expect([valueOf(real), valueOf(embedded)]).toEqual(['7', '6']),
    },
  ],
  [
    'count_over_time(shop_temperature{room="hall"}[60s:10s])',
    {
      why: 'Subqueries are open on the left since 3.0 as well.',
      atSample: true,
      isEmbeddedRight: (real, embedded) => expect([valueOf(real), valueOf(embedded)]).toEqual(['7', '6']),
    },
  ],
  [
    'max_over_time(count_over_time(shop_temperature{room="hall"}[10s])[60s:10s])',
    {
      why: 'The moments of a subquery may fall on samples, and then the windows inside it are open on the left too.',
      isEmbeddedRight: (real, embedded) => expect([valueOf(real), valueOf(embedded)]).toEqual(['2', '1']),
    },
  ],
  [
    'shop_temperature{room="hall"} atan2 2',
    {
      why: '2.42 forgets to drop the metric name for atan2, as every other arithmetic operator does.',
      isEmbeddedRight: (real, embedded) => {
        expect(namesOf(real)).toEqual(['shop_temperature']);
        expect(namesOf(embedded)).toEqual([undefined]);
        expect(Number(valueOf(embedded))).toBeCloseTo(Number(valueOf(real)), 9);
      },
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

function valueOf({ body }: ApiAnswer): string | undefined {
  return (body.data?.result as readonly VectorSample[])[0]?.value[1];
}

function namesOf({ body }: ApiAnswer): (string | undefined)[] {
  return (body.data?.result as readonly VectorSample[]).map(({ metric }) => metric['__name__']);
}
