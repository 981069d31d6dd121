// From files to a running app: bundle, spawn, and wait until it is ready or it is clear why it is not.
import { platform as hostPlatform } from 'node:os';
import { join } from 'node:path';
import type { AppRun, AppStart } from '../../model/app-run.ts';
import { createAppRun, type OwnRun } from './running.ts';
import { awaitReady } from './await-ready.ts';
import { bundleApp, findMissingEntry } from '../../runtimes/node/bundle/app.ts';
import type { HookSettings } from '../../runtimes/contract/protocol.ts';
import { createRunFolder } from '../spawn/run-folder.ts';
import { spawnApp } from '../spawn/app.ts';
import type { AppOptions } from '../contract/options.ts';

export interface StartOptions extends AppOptions {
  readonly signal: AbortSignal;
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

/** Starts the app. Rejects with the signal's reason, and with a LabError for a fault that is not the learner's. */
export async function startApp(options: StartOptions): Promise<StartedApp> {
  const { workspaceDir, entry, signal, platform = hostPlatform() } = options;
  signal.throwIfAborted();
  // First of all: a folder that was moved away must not be made again.
  const missing = await findMissingEntry(workspaceDir, entry);
  if (missing !== undefined) return { status: 'failed', failure: missing };
  const folder = await createRunFolder(workspaceDir);
  let run: OwnRun | undefined;
  try {
    const outFile = join(folder.dir, 'main.mjs');
    const bundle = await bundleApp({ workspaceDir, entry, outFile, signal });
    if (bundle.status === 'failed') {
      await folder.remove();
      return bundle;
    }
    const app = await spawnApp({
      ...options,
      platform,
      program: bundle.program,
      settings: {
        ports: options.ports,
        ownPorts: options.ownPorts ?? [options.readyPort],
        storeDelayMs: options.storeDelayMs,
        entryFile: join(workspaceDir, entry),
        isConfined: options.confinement !== undefined,
        tellsOfOthers: bundle.program.kind === 'files' && bundle.program.startsOthers,
      },
    });
    const exited = app.exited.finally(() => folder.remove());
    run = createAppRun({ ...app, exited }, { platform, graceMs: options.graceMs });
    options.onSpawned?.(run);
    const failure = await awaitReady(app, {
      ...options,
      ...(bundle.program.kind === 'files' && { loaderLimitMs }),
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
