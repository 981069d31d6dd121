// A prometheus executable: whether it can run here, which version it is, and which flags it knows.
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { LabError } from '../model/errors.ts';

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

/** Runs the file twice to learn its version and flags. Rejects with `unusable-prometheus` and the reason. */
export async function probeBinary(path: string, signal: AbortSignal): Promise<PrometheusBinary> {
  signal.throwIfAborted();
  await refuseWhatCannotRun(path);
  const [version, help] = await Promise.all([
    output(path, '--version', signal),
    output(path, '--help', signal),
  ]);
  const match = /^prometheus, version (\S+)/m.exec(version);
  if (match?.[1] === undefined) throw unusable(path, 'it is a program, but not a Prometheus');
  return { path, version: match[1], help };
}

async function refuseWhatCannotRun(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw unusable(path, 'there is no such file');
    throw unusable(path, `it cannot be read (${error.code ?? error.message})`, error);
  });
  if (found.isDirectory()) {
    throw new LabError('unusable-prometheus', `${path} is a folder, not a Prometheus.`, {
      hint: 'Give the path of the program itself.',
    });
  }
  await access(path, constants.X_OK).catch((error: unknown) => {
    throw unusable(path, 'it is not executable', error);
  });
}

/** Standard output and error of one short run; both count because 2.x prints `--help` on one and 3.x on the other. */
function output(path: string, flag: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      path,
      [flag],
      { signal, timeout: PROBE_TIMEOUT_MS, maxBuffer: 1 << 20 },
      (error, stdout, stderr) => {
        if (error === null) return resolve(`${stdout}\n${stderr}`);
        if (signal.aborted) return reject(signal.reason);
        // It ran and ended with another code: another program, that may not know the flag. What it printed decides.
        if (typeof error.code === 'number') return resolve(`${stdout}\n${stderr}`);
        return reject(unusable(path, reasonOf(error), error));
      },
    );
  });
}

function reasonOf(error: Error & { code?: unknown; killed?: boolean }): string {
  if (error.killed === true) return 'it does not answer --version';
  switch (error.code) {
    // 'Unknown system error -8' is ENOEXEC where libuv has no name for it; UNKNOWN is its Windows counterpart.
    case 'ENOEXEC':
    case 'UNKNOWN':
    case 'Unknown system error -8':
    case 'Unknown system error -86':
      return 'it was made for another kind of computer';
    case 'EACCES':
      return 'it may not be executed';
    case 'ENOENT':
      return 'the system cannot start it (a loader or interpreter that it needs is missing)';
    default:
      return `it cannot be started (${typeof error.code === 'string' ? error.code : error.message})`;
  }
}

function unusable(path: string, reason: string, cause?: unknown): LabError {
  return new LabError('unusable-prometheus', `${path} cannot be used as Prometheus: ${reason}.`, {
    hint: 'Give the path of another one, or run `ecom-lab prometheus install`.',
    cause,
  });
}
