// A real Prometheus as a child process on a free port, for comparisons with the embedded one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export interface RealServer {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts it on a configuration; resolves when it is ready, rejects with its log where it ends before that. */
export async function startRealServer(
  binary: string,
  configFile: string,
  dataDir: string,
  extraArguments: readonly string[] = [],
  listenPort = 0,
): Promise<RealServer> {
  const child = spawn(
    binary,
    [
      `--config.file=${configFile}`,
      `--storage.tsdb.path=${dataDir}`,
      `--web.listen-address=127.0.0.1:${listenPort}`,
      '--web.enable-lifecycle',
      `--web.console.templates=${path.join(dataDir, 'none')}`,
      `--web.console.libraries=${path.join(dataDir, 'none')}`,
      ...extraArguments,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exit = once(child, 'exit');
  const port = await new Promise<string>((resolve, reject) => {
    let log = '';
    let found = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      // Kept until it is ready; after that the log is drained and forgotten.
      if (found !== '' && log === '') return;
      log += text;
      found ||= /msg="Listening on" address=127\.0\.0\.1:(\d+)/.exec(log)?.[1] ?? '';
      if (found === '' || !log.includes('Server is ready to receive web requests')) return;
      log = '';
      resolve(found);
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`Prometheus ended with code ${code} before it was ready:\n${log}`)),
    );
  });
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exit;
    },
  };
}
