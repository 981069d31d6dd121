// Loaded into a stage before it starts: moves its ports, takes over its store, and reports both over IPC.
// Plain JavaScript, because Node loads it as it is.
import http from 'node:http';
import net from 'node:net';

/** Asked-for port -> port to use. Any other port becomes a free one. */
const ports = JSON.parse(process.env.STAGE_PORTS ?? '{}');
const isStoreOurs = process.env.STAGE_STORE === 'ours';

const { listen } = net.Server.prototype;
net.Server.prototype.listen = function listenElsewhere(asked, ...rest) {
  this.once('listening', () => process.send({ kind: 'listening', asked, got: this.address().port }));
  return listen.call(this, ports[asked] ?? 0, ...rest);
};

const { emit } = http.Server.prototype;
http.Server.prototype.emit = function emitAndWatch(event, ...args) {
  // A turn later, so that the stage's own listeners have run when the report arrives.
  if (event === 'request') {
    args[1].once('close', () => setImmediate(() => process.send({ kind: 'closed' })));
  }
  return emit.call(this, event, ...args);
};

let mode = 'work';
let held = [];
process.on('message', (order) => {
  mode = order.mode;
  if (mode === 'hold') return;
  for (const release of held) release();
  held = [];
});
// The channel must not keep a stage alive that wants to end.
process.channel.unref();

if (isStoreOurs) {
  globalThis[Symbol.for('ecom-lab.store')] = async (call) => {
    process.send({ kind: 'store-call', call });
    if (mode === 'hold') await new Promise((resolve) => held.push(resolve));
    if (mode === 'fail') throw new Error('the store is out of order');
  };
}
