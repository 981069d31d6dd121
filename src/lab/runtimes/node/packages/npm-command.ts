// Finds npm as a program that needs no shell: its own JavaScript, run by this Node.
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** What is needed of the process that runs the lab. */
export interface NodeHost {
  /** The running node. */
  readonly execPath: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

export interface NpmCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/**
 * How to run npm: the one that started the lab, the one beside node, or the one on PATH. Undefined where there is
 * none.
 */
export async function findNpm(host: NodeHost): Promise<NpmCommand | undefined> {
  const { execPath, env } = host;
  const bin = path.dirname(execPath);
  const cli = path.join('node_modules', 'npm', 'bin', 'npm-cli.js');
  const started = env['npm_execpath'];
  const scripts = [
    ...(started !== undefined && path.basename(started) === 'npm-cli.js' ? [started] : []),
    path.join(bin, cli),
    path.join(bin, '..', 'lib', cli),
  ];
  for (const script of scripts) if (await isFile(script)) return { file: execPath, args: [script] };
  for (const folder of foldersOnPath(host)) {
    // npm.cmd on Windows has its JavaScript beside it, and npm elsewhere is a link to it.
    const beside = path.join(folder, cli);
    if (await isFile(beside)) return { file: execPath, args: [beside] };
    const npm = path.join(folder, 'npm');
    if (host.platform === 'win32' || !(await isFile(npm))) continue;
    const real = await realpath(npm);
    return real.endsWith('.js') ? { file: execPath, args: [real] } : { file: npm, args: [] };
  }
  return undefined;
}

function foldersOnPath({ env, platform }: NodeHost): readonly string[] {
  // On Windows the variable is often called Path.
  const name = Object.keys(env).find((key) => (platform === 'win32' ? key.toUpperCase() : key) === 'PATH');
  const value = name === undefined ? undefined : env[name];
  return (value ?? '').split(platform === 'win32' ? ';' : ':').filter((folder) => path.isAbsolute(folder));
}

async function isFile(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isFile();
  } catch {
    // Absent, or not for us: the next place is looked at.
    return false;
  }
}
