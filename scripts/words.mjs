// Prints every sentence of the lab as a table for editors, with sample parameters: npm run words [-- AREA]
import { runTs } from './run-ts.mjs';

await runTs('test/words/print.ts');
