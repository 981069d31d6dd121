// The embedded server as a process beside a real one: started the same way, measured the same way.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { startRealServer } from '../test/prometheus/real-server.ts';

/** How many ticks the kernel counts a second for processor time; the same on every Linux. */
const TICKS_PER_SECOND = 100;

export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Processor time since its start, in milliseconds. */
  cpuMs(): Promise<number>;
  /** Resident memory in MiB. */
  residentMiB(): Promise<number>;
  stop(): Promise<void>;
  /** Ends it as a lost battery would. */
  kill(): Promise<void>;
}

export type StartServer = (configFile: string, dataDir: string) => Promise<ServerProcess>;

/** Starts the built worker in a thread of a process that does nothing else, as the lab starts it in its own. */
export function embeddedStarter(workerFile: string): StartServer {
  return async (configFile, dataDir) => {
    const start = JSON.stringify({ configFile, dataDir, port: 0 });
    const program = `
      import { Worker } from 'node:worker_threads';
      const worker = new Worker(${JSON.stringify(workerFile)}, { workerData: ${start}, execArgv: [] });
      worker.on('message', (message) => {
        if (message.kind === 'started') console.log(message.url);
        if (message.kind === 'refused') throw new Error(message.message);
      });
      worker.on('exit', () => process.exit());
      process.on('SIGTERM', () => worker.postMessage({ id: 1, order: 'stop' }));
      worker.on('message', (message) => { if (message.kind === 'done') process.exit(); });
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exit = once(child, 'exit');
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
      child.once('exit', () => reject(new Error('the embedded server ended before it was ready')));
    });
    return measured(url, child.pid ?? 0, async (signal) => {
      child.kill(signal);
      await exit;
    });
  };
}

/** Starts a real Prometheus. */
export function realStarter(binary: string): StartServer {
  return async (configFile, dataDir) => {
    const server = await startRealServer(binary, configFile, dataDir);
    return measured(server.url, server.pid, async (signal) => {
      process.kill(server.pid, signal);
      await server.stop();
    });
  };
}

function measured(
  url: string,
  pid: number,
  end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>,
): ServerProcess {
  return {
    url,
    pid,
    async cpuMs() {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      // The name in parentheses may hold spaces; user and system time are the 14th and 15th field.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
    },
    async residentMiB() {
      const status = await readFile(`/proc/${pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
