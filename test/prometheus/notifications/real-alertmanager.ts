// A real Alertmanager as a child process, which tells a webhook of the alerts that it has.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** An alert as its API lists it, or as it tells a webhook of it. */
export interface KnownAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
}

export interface RealAlertmanager {
  /** `127.0.0.1:9093` */
  readonly address: string;
  /** Those that fire. */
  alerts(): Promise<readonly KnownAlert[]>;
  stop(): Promise<void>;
}

/** Starts it in a new folder; resolves when it listens, rejects with its log where it ends before that. */
export async function startAlertmanager(
  binary: string,
  folder: string,
  { port = 0, webhook }: { readonly port?: number; readonly webhook?: string } = {},
): Promise<RealAlertmanager> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, 'alertmanager.yml');
  const receiver = { name: 'test', webhook_configs: webhook === undefined ? [] : [{ url: webhook }] };
  const route = { receiver: 'test', group_by: ['...'], group_wait: '1ms', group_interval: '1s' };
  await writeFile(file, JSON.stringify({ route, receivers: [receiver] }));
  const child = spawn(
    binary,
    [
      `--config.file=${file}`,
      `--storage.path=${path.join(folder, 'data')}`,
      '--cluster.listen-address=',
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const exit = once(child, 'exit');
  const address = await new Promise<string>((resolve, reject) => {
    let log = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      log += text;
      const found = /msg="Listening on" address=(\S+)/.exec(log)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`Alertmanager ended with code ${code} before it listened:\n${log}`)),
    );
  });
  return {
    address,
    async alerts() {
      const response = await fetch(`http://${address}/api/v2/alerts`);
      return (await response.json()) as readonly KnownAlert[];
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exit;
    },
  };
}
