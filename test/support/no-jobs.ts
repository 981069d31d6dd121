// A terminal that is never stopped.
import type { JobControl } from '../../src/lab/ui/prompts.ts';

export const NO_JOBS: JobControl = { suspend: () => Promise.resolve(), onResume: () => () => undefined };
