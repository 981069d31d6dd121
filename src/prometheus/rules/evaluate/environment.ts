// What rules are evaluated with.
import type { Queryable } from '../../model/samples.ts';
import type { QueryOptions } from '../../promql/index.ts';

export interface RuleEnvironment {
  readonly samples: Queryable;
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Where the server is reached, without a slash at the end. */
  readonly externalUrl: string;
  readonly options?: QueryOptions;
}
