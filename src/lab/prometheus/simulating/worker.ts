// The built worker of the simulator: carries out the lab's orders, one after the other.
import { parentPort } from 'node:worker_threads';
import { loadQueryTools } from '../../../prometheus/index.ts';
import { carryOut } from './carry-out.ts';
import type { FromThread, ToThread } from './protocol.ts';

const owner = parentPort;
if (owner === null) throw new Error('this file is run as a worker thread');
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const tell = (message: FromThread): void => owner.postMessage(message);

async function answer({ id, order }: ToThread): Promise<void> {
  try {
    tell({ id, outcome: await carryOut(order) });
  } catch (error) {
    tell({ id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

owner.on('message', (message: ToThread) => void answer(message));
await loadQueryTools();
tell('ready');
