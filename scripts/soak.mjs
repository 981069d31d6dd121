// `npm run soak`: ten minutes of a session under load, with what it holds after each round.
import { runTs } from './run-ts.mjs';

await runTs('test/faults/support/soak.ts');
