// The program in this process: what `main.ts` hands it, with streams that keep what is written.
import { Readable, Writable } from 'node:stream';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Host } from '../../../src/lab/cli/io/host.ts';
import { NO_JOBS } from '../../support/no-jobs.ts';
import { runProgram } from '../../../src/lab/cli/program.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

export interface ProgramEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

class Kept extends Writable {
  readonly columns = 80;
  text = '';
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
}

/** Runs one command line in `cwd`, with no terminal, to its end. */
export async function runInProcess(cwd: string, argv: readonly string[]): Promise<ProgramEnd> {
  const stdout = new Kept();
  const stderr = new Kept();
  const ended = new AbortController();
  const host: Host = {
    argv,
    env: { PATH: process.env['PATH'], HOME: cwd, XDG_CACHE_HOME: path.join(cwd, '.cache'), NO_COLOR: '1' },
    cwd,
    stdin: Readable.from([]),
    stdout,
    stderr,
    platform: process.platform,
    arch: process.arch,
    pid: process.pid,
    nodePath: process.execPath,
    nodeVersion: process.versions.node,
    version: '0.0.0-test',
    distDir: path.join(root, 'dist'),
    labModulesDir: path.join(root, 'node_modules'),
    homeDir: os.homedir(),
    signal: ended.signal,
    jobs: NO_JOBS,
    interrupt: () => ended.abort(),
  };
  const exitCode = await runProgram(host);
  return { exitCode, stdout: stdout.text, stderr: stderr.text };
}
