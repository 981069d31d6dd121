// A process of its own that stores a sample every 20 ms and says the time of each, until it is killed.
import { systemClock } from '../../../src/prometheus/clock.ts';
import { commit, labels, opened } from './support.ts';

const [, , dataDir = ''] = process.argv;
const store = await opened({ clock: systemClock, dataDir });
let count = 0;
setInterval(() => {
  const now = Date.now();
  commit(store, [[labels('x'), now, count++]]);
  process.stdout.write(`${now}\n`);
}, 20);
