// Decides how submissions run: in a sandbox where this machine can make one, which is found out by making one.
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { runBound } from '../../children/run-bound.ts';
import { startDeadline } from '../../model/deadline.ts';
import { reportError, type NoSandbox } from '../facts/errors.ts';
import { appSandbox, graderSandbox, type SandboxPlace } from './sandbox.ts';

export const ISOLATION_CHOICES = ['auto', 'bubblewrap', 'none'] as const;
export type IsolationChoice = (typeof ISOLATION_CHOICES)[number];

export type Isolation =
  | { readonly kind: 'bubblewrap'; readonly place: SandboxPlace }
  | { readonly kind: 'none'; readonly reason: NoSandbox };

export interface IsolationOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly nodePath: string;
  readonly distDir: string;
  readonly hookFile: string;
  /** The node_modules folder with the lab's own packages. */
  readonly labModulesDir: string;
  /** Whether the Prometheus that the graders use runs outside: a sandbox could not reach it. */
  readonly isPrometheusAttached: boolean;
  readonly signal: AbortSignal;
}

/** How long the trial may take: it starts Node twice. */
const TRIAL_LIMIT_MS = 60_000;
const TRIAL_DIR = '/tmp/ecom-lab-trial';

/** The isolation for a choice. Rejects with `isolation-unavailable` where a sandbox was asked for and cannot be had. */
export async function chooseIsolation(
  choice: IsolationChoice,
  options: IsolationOptions,
): Promise<Isolation> {
  if (choice === 'none') return none('asked-for');
  const found = await findSandbox(options);
  if (found.kind === 'bubblewrap' || choice === 'auto') return found;
  throw reportError('isolation-unavailable', { reason: found.reason });
}

async function findSandbox(options: IsolationOptions): Promise<Isolation> {
  const { env, platform, isPrometheusAttached } = options;
  if (platform !== 'linux') return none('not-linux');
  if (isPrometheusAttached) return none('attached-prometheus');
  const bwrap = await findOnPath('bwrap', env['PATH'] ?? '');
  if (bwrap === undefined) return none('no-bwrap');
  const prlimit = await findOnPath('prlimit', env['PATH'] ?? '');
  if (prlimit === undefined) return none('no-prlimit');
  const place = await sandboxPlace({ bwrap, prlimit }, options);
  const fault = await trySandbox(place, options);
  return fault === undefined ? { kind: 'bubblewrap', place } : none(fault);
}

const none = (reason: NoSandbox): Isolation => ({ kind: 'none', reason });

async function findOnPath(name: string, folders: string): Promise<string | undefined> {
  for (const folder of folders.split(':')) {
    const file = path.join(folder, name);
    if (!path.isAbsolute(folder)) continue;
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return realpath(file);
  }
  return undefined;
}

async function sandboxPlace(
  programs: Pick<SandboxPlace, 'bwrap' | 'prlimit'>,
  options: IsolationOptions,
): Promise<SandboxPlace> {
  const distDir = await realpath(options.distDir);
  return {
    ...programs,
    nodePath: await realpath(options.nodePath),
    distDir,
    hookFile: await realpath(options.hookFile),
    modulesDirs: [
      ...new Set([...(await modulesAbove(distDir)), outermostModules(await realpath(options.labModulesDir))]),
    ],
  };
}

/** Where Node looks for the packages of what is in a folder, as far as there is something: folders and links to some. */
async function modulesAbove(dir: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (let at = dir; ; at = path.dirname(at)) {
    const modules = path.join(at, 'node_modules');
    const isFolder = await stat(modules).then(
      (one) => one.isDirectory(),
      () => false,
    );
    if (isFolder && path.basename(at) !== 'node_modules') found.push(modules);
    if (at === path.dirname(at)) return found;
  }
}

/** The outermost folder named node_modules on a path: package managers keep what packages depend on further up. */
export function outermostModules(dir: string): string {
  const parts = dir.split('/');
  const at = parts.indexOf('node_modules');
  return at < 0 ? dir : parts.slice(0, at + 1).join('/');
}

/** Starts the lab in the outer sandbox and Node in the inner one, as a grading does. Gives what was wrong, undefined where all went well. */
async function trySandbox(
  place: SandboxPlace,
  { platform, signal }: IsolationOptions,
): Promise<NoSandbox | undefined> {
  const outer = graderSandbox(place, []);
  const inner = appSandbox(place, { workspaceDir: TRIAL_DIR, readable: [] });
  const script = `mkdir -p ${TRIAL_DIR}/.ecom-lab && "$1" "$2" --version >/dev/null && shift 2 && exec "$@"`;
  const lab = [place.nodePath, path.join(place.distDir, 'main.js')];
  const [file = '', ...args] = [...outer, '/bin/sh', '-c', script, 'trial', ...lab, ...inner];
  const deadline = startDeadline(signal, TRIAL_LIMIT_MS);
  try {
    const end = await runBound({
      file,
      args: [...args, place.nodePath, '-p', 'process.pid'],
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      platform,
      signal: deadline.signal,
    });
    // The second process of its own namespace.
    if (end.stdout.trim() === '2') return undefined;
    const trial = end.stderr.trim().split('\n').at(-1) ?? '';
    return trial === '' ? { trialCode: end.code } : { trial };
  } catch (error) {
    if (deadline.isOver) return { trialLongerThanMs: TRIAL_LIMIT_MS };
    throw error;
  } finally {
    deadline.clear();
  }
}
