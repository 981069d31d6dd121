#!/usr/bin/env node
// The bin: the world in, an exit code out. The one file that names `process`.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from './cli/io/host.ts';
import { endInOrder, endNow } from './end-process.ts';
import { createJobControl } from './job-control.ts';
import { currentFolder, homeFolder } from './own-folders.ts';
import { isTooOld, OLDEST_NODE } from './model/node-version.ts';

declare const ECOM_LAB_VERSION: string;

if (isTooOld(process.versions.node)) {
  process.stderr.write(
    `Error: Node ${process.versions.node} is too old for ecom-lab, which needs ${OLDEST_NODE} or newer.\n` +
      'Install a current Node from https://nodejs.org, and run the same command again.\n',
  );
  process.exit(2);
}
// Not at the top: an older Node fails on what they import before it has run a line.
const { Interruption } = await import('./cli/io/host.ts').catch(failToLoad);
const { runProgram } = await import('./cli/program.ts').catch(failToLoad);

/** The lab's files are opened together: with a very low limit that fails, and there are no other words yet. */
function failToLoad(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'EMFILE' && code !== 'ENFILE') throw error;
  process.stderr.write(
    'Error: The lab cannot be loaded: too many files are open.\n' +
      'Raise the limit of files that one program may open, for example with `ulimit -n 1024`, and try again.\n',
  );
  process.exit(2);
}

const cwd = currentFolder(process);
if (cwd === undefined) {
  process.stderr.write(
    'Error: The folder that this terminal is in does not exist any more.\nGo to another one with cd, and run the same command again.\n',
  );
  process.exit(2);
}
const interruption = new AbortController();
/** Set if output could not be written: a script must not take the command for done. */
let lostExitCode: number | undefined;

// `express` is a dependency of the lab: where it is, the lab's other packages are.
const labModulesDir = path.dirname(
  path.dirname(createRequire(import.meta.url).resolve('express/package.json')),
);

/** The lab promises to end within 2 s of a signal: what is not closed by then is left to the guards. */
const CLOSING_LIMIT_MS = 1800;

/** Ends the lab in order; the first reason counts. */
function endBy(exitCode: number): void {
  if (interruption.signal.aborted) return;
  setTimeout(() => endNow(process, exitCode), CLOSING_LIMIT_MS).unref();
  interruption.abort(new Interruption(exitCode));
}
process.on('SIGINT', () => {
  // A second Ctrl-C means now. The app's hook and the guards end what is left.
  if (interruption.signal.aborted) endNow(process, 130);
  else endBy(130);
});
// Node's own listener opens an inspector, through which a program of the same user could change what the lab does.
process.on('SIGUSR1', () => undefined);
process.on('SIGTERM', () => endBy(143));
process.on('SIGHUP', () => endBy(129));
// A closed pipe (`ecom-lab list | head`) or a terminal that is gone: there is no reader, so stop quietly. Anything else,
// such as a full disk behind `> file`, is said where it can be.
process.stdin.on('error', () => endBy(129));
process.stderr.on('error', () => endBy(129));
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || error.code === 'EIO') endBy(129);
  else if (!interruption.signal.aborted) {
    lostExitCode = 2;
    process.stderr.write(`Error: What the lab prints cannot be written (${error.code ?? error.message}).\n`);
    endBy(2);
  }
});

const host: Host = {
  argv: process.argv.slice(2),
  env: process.env,
  cwd,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  platform: process.platform,
  arch: process.arch,
  pid: process.pid,
  nodePath: process.execPath,
  nodeVersion: process.versions.node,
  version: ECOM_LAB_VERSION,
  distDir: path.dirname(fileURLToPath(import.meta.url)),
  labModulesDir,
  homeDir: homeFolder(cwd),
  signal: interruption.signal,
  jobs: createJobControl(process),
  interrupt: endBy,
};

const exitCode = await runProgram(host);
// Not `exitCode =`: a handle that was left open must not keep a finished lab on the screen. With the next turn: that a
// write has failed is told after the write.
process.stdout.write('', () =>
  process.stderr.write('', () => setImmediate(() => void endInOrder(process, lostExitCode ?? exitCode))),
);
