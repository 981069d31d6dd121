// What the outside world is, for a command: handed in by main.ts, which alone names `process`.
import type { Readable, Writable } from 'node:stream';
import type { JobControl } from '../../ui/prompts.ts';

export interface OutputStream extends Writable {
  readonly isTTY?: boolean;
  readonly columns?: number;
}
export interface InputStream extends Readable {
  readonly isTTY?: boolean;
}

export interface Host {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  readonly pid: number;
  /** Absolute path of the running node. */
  readonly nodePath: string;
  /** `20.20.2` */
  readonly nodeVersion: string;
  /** The lab's version. */
  readonly version: string;
  /** Where the bundle, the hook and the built-in course are. */
  readonly distDir: string;
  /** The node_modules folder with the lab's own packages (`express`, `prom-client`). */
  readonly labModulesDir: string;
  readonly homeDir: string;
  /** Aborted when the lab is told to end (Ctrl-C, SIGTERM, the terminal closed); the reason is an {@link Interruption}. */
  readonly signal: AbortSignal;
  /** Ctrl-Z and `fg`. */
  readonly jobs: JobControl;
  /** Ask the lab to end as Ctrl-C does. */
  interrupt(exitCode: number): void;
}

/** Why the lab is ending before its work is done. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  /** 130 for Ctrl-C, 143 for SIGTERM, 129 for a closed terminal. */
  readonly exitCode: number;
  constructor(exitCode: number) {
    super('interrupted');
    this.exitCode = exitCode;
  }
}
