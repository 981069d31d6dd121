// A runner as small as can be: starts an app as its argument says, prints what came of it, and stays.
import { createSupervisor, startIsolatedRun } from '../../../../src/lab/app-process/index.ts';

const { mode, ...options } = JSON.parse(process.argv[2] ?? '');
const signal = new AbortController().signal;
setInterval(() => undefined, 60_000);
const print = (...words: readonly unknown[]): boolean => process.stdout.write(`${words.join(' ')}\n`);

if (mode === 'isolated') {
  const start = await startIsolatedRun({ ...options, signal });
  if (start.status === 'running') print(start.run.pid, start.run.address(3000));
} else {
  const supervisor = createSupervisor(options);
  supervisor.subscribe((state) => print(state.kind));
  const start = await supervisor.start(signal);
  if (start.status === 'running') print(start.run.pid, start.run.address(3000));
}
