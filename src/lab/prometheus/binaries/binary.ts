// A prometheus executable: whether it can run here, which version it is, and which flags it knows.
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { prometheusError, type UnusableReason } from '../facts/errors.ts';
import { errorCode, hasCode } from '../../../system/error-code.ts';

export interface PrometheusBinary {
  /** Absolute path. */
  readonly path: string;
  /** `2.42.0+ds` */
  readonly version: string;
  /** The lines of `--help`: what differs between versions and distributions is read there, not guessed. */
  readonly help: string;
}

/** How long `--version` may take before the file is taken for another program. */
const PROBE_TIMEOUT_MS = 20_000;

/** Why the file is not one that can run here. */
class Unusable extends Error {
  readonly reason: UnusableReason;

  constructor(reason: UnusableReason, cause?: unknown) {
    super(JSON.stringify(reason), { cause });
    this.reason = reason;
  }
}

/** {@link findUsable}, but rejects with `unusable-prometheus` and the reason. */
export async function probeBinary(path: string, signal: AbortSignal): Promise<PrometheusBinary> {
  const found = await findUsable(path, signal);
  if (found.status === 'usable') return found.binary;
  const { reason, cause } = found;
  throw prometheusError('unusable-prometheus', { path, reason }, cause);
}

/** Runs the file twice to learn its version and flags, or why it cannot be used. */
export async function findUsable(
  path: string,
  signal: AbortSignal,
): Promise<
  | { readonly status: 'usable'; readonly binary: PrometheusBinary }
  | { readonly status: 'unusable'; readonly reason: UnusableReason; readonly cause: unknown }
> {
  try {
    return { status: 'usable', binary: await probe(path, signal) };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { status: 'unusable', reason: error.reason, cause: error.cause };
  }
}

async function probe(path: string, signal: AbortSignal): Promise<PrometheusBinary> {
  signal.throwIfAborted();
  await refuseWhatCannotRun(path);
  const [version, help] = await Promise.all([run(path, '--version', signal), run(path, '--help', signal)]);
  const match = /^prometheus, version (\S+)/m.exec(version.text);
  if (match?.[1] !== undefined) return { path, version: match[1], help: help.text };
  if (version.hasFailed && (await isMachineCode(path))) {
    throw new Unusable('damaged');
  }
  throw new Unusable('other-program');
}

/** ELF, Mach-O, PE. The system runs what it cannot load as a shell script, which fails with a misleading error. */
async function isMachineCode(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return /^(7f454c46|cffaedfe|cefaedfe|cafebabe|4d5a)/.test(buffer.toString('hex'));
  } finally {
    await file.close();
  }
}

async function refuseWhatCannotRun(path: string): Promise<void> {
  const found = await stat(path).catch((error: Error) => {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) throw new Unusable('absent');
    throw new Unusable({ unreadable: errorCode(error) ?? error.message }, error);
  });
  if (found.isDirectory()) throw new Unusable('folder');
  await access(path, constants.X_OK).catch((error: unknown) => {
    throw new Unusable('not-executable', error);
  });
}

interface ShortRun {
  /** Standard output and error: 2.x prints `--help` on one and 3.x on the other. */
  readonly text: string;
  readonly hasFailed: boolean;
}

function run(path: string, flag: string, signal: AbortSignal): Promise<ShortRun> {
  return new Promise((resolve, reject) => {
    execFile(
      path,
      [flag],
      { signal, timeout: PROBE_TIMEOUT_MS, maxBuffer: 1 << 20 },
      (error, stdout, stderr) => {
        const text = `${stdout}\n${stderr}`;
        if (error === null) resolve({ text, hasFailed: false });
        else if (signal.aborted) reject(signal.reason);
        // It ran and ended with another code: another program, that may not know the flag. What it printed decides.
        else if (typeof error.code === 'number') resolve({ text, hasFailed: true });
        else reject(new Unusable(reasonOf(error), error));
      },
    );
  });
}

function reasonOf(error: Error & { code?: unknown; killed?: boolean }): UnusableReason {
  if (error.killed === true) return 'silent';
  switch (error.code) {
    // UNKNOWN is what Windows says of it, the numbers are ENOEXEC and EBADARCH where libuv has no name for them.
    case 'ENOEXEC':
    case 'UNKNOWN':
    case 'Unknown system error -8':
    case 'Unknown system error -86':
      return 'other-machine';
    case 'EACCES':
      return 'forbidden';
    case 'ENOENT':
      return 'no-loader';
    default:
      return { unstartable: typeof error.code === 'string' ? error.code : error.message };
  }
}
