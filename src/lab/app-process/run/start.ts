// From files to a running app: prepare, spawn, and wait until it is ready or it is clear why it is not.
import { platform as hostPlatform } from 'node:os';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppRun, AppStart } from '../../model/app-run.ts';
import { createAppRun, type OwnRun } from './running.ts';
import { awaitReady } from './await-ready.ts';
import { systemFault } from '../../model/faults/system.ts';
import type { HookSettings } from '../../runtimes/contract/protocol.ts';
import { unlessAborted } from './unless-aborted.ts';
import { prepareOnce } from './prepare-once.ts';
import { createRunFolder } from '../spawn/run-folder.ts';
import { spawnApp } from '../spawn/app.ts';
import type { AppOptions, Prepared } from '../contract/options.ts';

export interface StartOptions extends AppOptions {
  readonly signal: AbortSignal;
  /** @default the program as it is now */
  readonly prepared?: Prepared | undefined;
  readonly ports: HookSettings['ports'];
  readonly storeDelayMs: HookSettings['storeDelayMs'];
  readonly graceMs: number;
  /** Called with the run as soon as there is a process, before it is known whether it comes up. */
  readonly onSpawned?: (run: AppRun) => void;
}

export type StartedApp =
  { readonly status: 'running'; readonly run: OwnRun } | Extract<AppStart, { readonly status: 'failed' }>;

/** How much longer the start may take where the files are compiled one by one, on a machine that is busy. */
const loaderLimitMs = 20_000;

/** Starts the app. Rejects with the signal's reason, and with a LabError for an error that is not the learner's. */
export async function startApp(options: StartOptions): Promise<StartedApp> {
  const { workspaceDir, entry, runtime, signal, platform = hostPlatform() } = options;
  signal.throwIfAborted();
  const prepare = options.prepared ?? prepareOnce(runtime, { workspaceDir, entry, signal });
  const prepared = await unlessAborted(prepare(), signal);
  if (prepared.status === 'failed') return prepared;
  const { program } = prepared;
  const folder = await createRunFolder(workspaceDir);
  let run: OwnRun | undefined;
  try {
    for (const [name, content] of program.files) await write(join(folder.dir, name), content);
    const app = await spawnApp({
      ...options,
      platform,
      program,
      folder: folder.dir,
      settings: {
        ports: options.ports,
        ownPorts: options.ownPorts ?? [options.readyPort],
        storeDelayMs: options.storeDelayMs,
        entryFile: join(workspaceDir, entry),
        isConfined: options.confinement !== undefined,
        tellsOfOthers: program.startsOthers,
      },
    });
    const exited = app.exited.finally(() => folder.remove());
    run = createAppRun({ ...app, exited }, { platform, graceMs: options.graceMs });
    options.onSpawned?.(run);
    const failure = await awaitReady(app, {
      ...options,
      ...(program.isCompiledAtStart && { loaderLimitMs }),
    });
    if (failure === undefined) return { status: 'running', run };
    await run.stop();
    return { status: 'failed', failure, hasOthers: run.hasOthers() };
  } catch (error) {
    await run?.stop();
    await folder.remove();
    throw error;
  }
}

async function write(file: string, content: Uint8Array): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (error) {
    // A full disk is told without the path.
    throw systemFault(error instanceof Error ? Object.assign(error, { path: file }) : error) ?? error;
  }
}
