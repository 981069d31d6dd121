// The shop's store: a pretend database. Each call takes a little time, as a call to a real database does.
// You use it in main.ts and need not change it.
import { setTimeout as wait } from 'node:timers/promises';

/** The calls that the shop makes to its database. Each returns a promise, which a handler awaits before it responds. */
export const store = {
  listProducts: () => call('listProducts'),
  createProduct: () => call('createProduct'),
  readCart: () => call('readCart'),
  createCart: () => call('createCart'),
};

async function call(name: string): Promise<void> {
  // The lab may put a function here that makes calls wait or fail. Without the lab, there is none.
  const labStore: unknown = Reflect.get(globalThis, Symbol.for('ecom-lab.store'));
  if (typeof labStore === 'function') {
    await labStore(name);
    return;
  }

  const milliseconds = 5 + Math.random() * 20;
  await wait(milliseconds);
}
