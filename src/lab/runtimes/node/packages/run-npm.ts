// Runs one `npm install` and waits for it. Ends it, and what it started, when the signal comes.
import { runBound } from '../../../children/run-bound.ts';
import { withoutSecrets, readNpmFailure } from './npm-failure.ts';
import type { InstallOutcome } from '../../contract/packages.ts';
import { npmEnvironment } from './npm-environment.ts';
import type { NpmCommand } from './npm-command.ts';

export interface RunNpmOptions {
  readonly npm: NpmCommand;
  /** `prom-client@^15.1.3` */
  readonly spec: string;
  readonly dir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly signal: AbortSignal;
  readonly onOutput?: (line: string) => void;
}

// A course may name any package, and its install scripts would be code of its author run by the lab. And npm's own
// patience (two retries, up to a minute apart) is too long for somebody who looks at a step.
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
export async function runNpm(options: RunNpmOptions): Promise<InstallOutcome> {
  const { npm, spec, dir, env, platform, signal, onOutput } = options;
  const end = await runBound({
    file: npm.file,
    args: [...npm.args, 'install', spec, '--save-prod', ...FLAGS],
    cwd: dir,
    env: npmEnvironment(env),
    platform,
    signal,
    ...(onOutput === undefined ? {} : { onLine: (line: string) => onOutput(withoutSecrets(line)) }),
  });
  if (end.code === 0) return { status: 'installed' };
  const failure = readNpmFailure(`${end.stderr}\n${end.stdout}`);
  if (failure.code !== 'unknown' || end.error === undefined) return { status: 'failed', failure };
  // Without a word from npm it did not even start.
  const code = end.error.code ?? 'unknown';
  return { status: 'failed', failure: { code, message: end.error.message, isUnreachable: true } };
}
