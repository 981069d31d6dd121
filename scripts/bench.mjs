// `npm run bench [name…]`
import { runTs } from './run-ts.mjs';

await runTs('bench/main.ts');
