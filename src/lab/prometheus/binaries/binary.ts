// A prometheus executable: whether it can run here, which version it is, and which flags it knows.
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { LabError } from '../../model/errors.ts';

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
  const [version, help] = await Promise.all([run(path, '--version', signal), run(path, '--help', signal)]);
  const match = /^prometheus, version (\S+)/m.exec(version.text);
  if (match?.[1] !== undefined) return { path, version: match[1], help: help.text };
  if (version.hasFailed && (await isMachineCode(path))) {
    throw unusable(path, 'it was made for another kind of computer, or it is damaged');
  }
  throw unusable(path, 'it is a program, but not a Prometheus');
}

/** ELF, Mach-O, PE. The system runs what it cannot load as a shell script, which fails with words of its own. */
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
        else reject(unusable(path, reasonOf(error), error));
      },
    );
  });
}

function reasonOf(error: Error & { code?: unknown; killed?: boolean }): string {
  if (error.killed === true) return 'it does not answer --version';
  switch (error.code) {
    // UNKNOWN is what Windows says of it, the numbers are ENOEXEC and EBADARCH where libuv has no name for them.
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
