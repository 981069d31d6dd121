// What lint reads series and queries with, in this thread.
import { createSimulator } from '../../../src/lab/prometheus/index.ts';

export const TOOLS = { simulator: createSimulator(), signal: new AbortController().signal };
