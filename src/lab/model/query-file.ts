// Where the learner's query of a step is.
import type { Step } from './course.ts';

/** The folder of the workspace for queries. */
const QUERIES = 'queries';

/** The workspace file that holds the query of a step; undefined for a step of another kind. */
export const queryFileOf = ({ id, kind }: Pick<Step, 'id' | 'kind'>): string | undefined =>
  kind === 'query' ? `${QUERIES}/${id}.promql` : undefined;
