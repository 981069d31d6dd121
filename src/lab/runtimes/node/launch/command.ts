// How a prepared program is started: `node` with the hook loaded before it.
import { realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Launch, LaunchOptions, Program } from '../../contract/runtime.ts';
import { BUNDLE_FILE } from '../bundle/app.ts';
import { hookVariable, reaperArgument } from '../hook/names.ts';
import { appEnv } from './environment.ts';

export interface LaunchPlace {
  /** Absolute path of the `node` program. */
  readonly nodePath: string;
  /** Absolute path of the built hook (`dist/hook.js`). */
  readonly hookFile: string;
}

/** The command, its environment, and what tells the hook from the app. */
export async function launchNode(
  { nodePath, hookFile }: LaunchPlace,
  program: Program,
  options: LaunchOptions,
): Promise<Launch> {
  const hookUrl = await urlOf(hookFile);
  return {
    file: nodePath,
    args: ['--enable-source-maps', '--import', hookUrl, ...argsOf(program, options)],
    env: {
      ...appEnv(options.env),
      [hookVariable]: JSON.stringify(options.settings),
      ...channelEnv(options.channelFd),
    },
    // A trace through what the hook has wrapped names the hook; that frame is not the learner's.
    isOfHook: (line) => line.includes(hookUrl),
    reaper: { file: nodePath, args: [hookFile, reaperArgument] },
  };
}

/** tsx loads the learner's files themselves: slower to start, and exactly as outside the lab. */
function argsOf(program: Program, { workspaceDir, entry, folder }: LaunchOptions): readonly string[] {
  if (!program.isCompiledAtStart) return [join(folder, BUNDLE_FILE)];
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return ['--import', loader, join(workspaceDir, entry)];
}

/**
 * With this Node opens an IPC channel by itself: lines of JSON on a socket, as `child_process.fork` documents for
 * programs in other languages.
 */
const channelEnv = (fd: number | undefined): Record<string, string> =>
  fd === undefined ? {} : { NODE_CHANNEL_FD: String(fd), NODE_CHANNEL_SERIALIZATION_MODE: 'json' };

/** The file as node names it in traces. A hook that is not there is told by node itself. */
async function urlOf(file: string): Promise<string> {
  return pathToFileURL(await realpath(file).catch(() => file)).href;
}
