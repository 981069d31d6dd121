// A runner that a test can kill: starts a managed Prometheus, prints its address, and lives until it is ended.
import { probeBinary } from '../../../src/lab/prometheus/binaries/binary.ts';
import { startManagedPrometheus } from '../../../src/lab/prometheus/managed/start.ts';

const [path = '', configFile = '', dataDir = ''] = process.argv.slice(2);
const { signal } = new AbortController();
const provider = await startManagedPrometheus({
  binary: await probeBinary(path, signal),
  configFile,
  dataDir,
  port: 0,
  platform: process.platform,
  signal,
});
process.stdout.write(`${provider.api.url}\n`);
setInterval(() => undefined, 1000);
