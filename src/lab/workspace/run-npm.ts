// Runs one `npm install` and waits for it. Ends it, and what it started, when the signal comes.
import { createInterface } from 'node:readline';
import type { ChildGuard } from '../model/child-guard.ts';
import { withoutSecrets, readNpmFailure } from './npm-failure.ts';
import type { NpmFailure } from './npm-failure.ts';
import { npmEnvironment } from './npm-environment.ts';
import type { NpmCommand } from './npm-command.ts';

export interface RunNpmOptions {
  readonly npm: NpmCommand;
  /** `prom-client@^15.1.3` */
  readonly spec: string;
  readonly dir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** npm is slow enough for a runner to die meanwhile. */
  readonly children: ChildGuard;
  readonly signal: AbortSignal;
  readonly onOutput?: (line: string) => void;
}

export type NpmOutcome =
  { readonly status: 'installed' } | { readonly status: 'failed'; readonly failure: NpmFailure };

// A course may name any package, and its install scripts would be code of its author run by the lab. And npm's own patience (two retries, up to a minute apart) is too long for somebody who looks at a step.
const FLAGS = [
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--no-update-notifier',
  '--ignore-scripts',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=500',
  '--fetch-retry-maxtimeout=2000',
  '--fetch-timeout=20000',
];

/** `npm install <spec> --save-prod` in a folder: plain `--save` leaves a package among the dev dependencies that was there. */
export async function runNpm(options: RunNpmOptions): Promise<NpmOutcome> {
  const { npm, spec, dir, env, platform, children, signal, onOutput } = options;
  const { execa } = await import('execa');
  const child = execa(npm.file, [...npm.args, 'install', spec, '--save-prod', ...FLAGS], {
    cwd: dir,
    env: npmEnvironment(env),
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
    maxBuffer: 2 ** 20,
    // A group of its own, so that what npm starts ends with it.
    detached: platform !== 'win32',
    cleanup: false,
    windowsHide: true,
  });
  const release = child.pid === undefined ? () => undefined : children.guard(child.pid);
  const end = (): void => {
    if (child.pid !== undefined) children.end(child.pid);
  };
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  if (onOutput !== undefined) {
    createInterface({ input: child.all }).on('line', (line) => onOutput(withoutSecrets(line)));
  }
  const result = await child;
  signal.removeEventListener('abort', end);
  release();
  if (!result.failed) return { status: 'installed' };
  const failure = readNpmFailure(result.all);
  if (failure.code !== 'unknown' || result.code === undefined) return { status: 'failed', failure };
  // Without a word from npm it did not even start.
  const message = withoutSecrets(result.originalMessage ?? failure.message);
  return { status: 'failed', failure: { code: result.code, message, isUnreachable: true } };
}
